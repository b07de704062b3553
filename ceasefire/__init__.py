"""The shell: wiring of the ceasefire-monitoring system."""
