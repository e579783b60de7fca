"""Jobs of the application, waited for."""

import time

PATIENCE = 170.0


def finished(client, job):
    """The state of a job once it is over."""
    end = time.monotonic() + PATIENCE
    while (state := client.get(f"/api/jobs/{job}").json())["state"] in ("waiting", "working"):
        assert time.monotonic() < end
        time.sleep(0.2)
    return state
