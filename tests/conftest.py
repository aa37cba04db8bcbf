"""
What every test shares: no deadline, for a busy machine is no fault of the code, and the same examples each time.

What must pass before anything lands is repeatable; ``scripts/nightly`` draws new examples (profile ``explore``).
"""

from hypothesis import settings

settings.register_profile("amparo", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile("amparo")
