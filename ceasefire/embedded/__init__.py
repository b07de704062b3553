"""One process that serves everything from one data folder, with no service to install."""
