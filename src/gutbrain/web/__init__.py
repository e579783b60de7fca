"""The axis in the browser: pages, and the HTTP API under them (``gutbrain serve``)."""
