"""``python -m gutbrain`` is the command line, for where its script is not on the path."""

from gutbrain.cli import main

if __name__ == "__main__":
    main()
