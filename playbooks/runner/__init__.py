"""Runs Ansible plays for one worker: a long-lived server, a keeper per play, and the play's own process."""
