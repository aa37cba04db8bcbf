"""What every test shares: no deadline, for a busy machine is no fault of the code."""

from hypothesis import settings

settings.register_profile("amparo", deadline=None)
settings.load_profile("amparo")
