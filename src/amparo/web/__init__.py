"""The working app: screens over the verbs of ``workflows``, served on this machine alone, and every one of them without script."""
