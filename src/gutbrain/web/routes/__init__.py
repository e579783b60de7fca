"""Addresses of the application, one file a page: the page itself, and the part of the API that it uses."""
