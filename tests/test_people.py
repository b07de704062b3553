"""The cast stands as its file says."""


def test_each_of_the_cast_has_a_fixed_meaning(cast):
    roles = {
        name: getattr(person.appointments.get(), "role", None)
        for name, person in cast.everybody.items()
        if person.is_authenticated
    }

    assert roles == {
        "north_monitor": "monitor",
        "south_monitor": "monitor",
        "north_duty_officer": "duty_officer",
        "south_duty_officer": "duty_officer",
        "analyst": "analyst",
        "administrator": "administrator",
        "observer": "observer",
        "stranger": "duty_officer",
    }


def test_the_stranger_is_of_the_same_party_at_another_mission(cast):
    appointment = cast.stranger.appointments.get()

    assert appointment.party == cast.north
    assert appointment.mission == cast.other_mission != cast.mission
