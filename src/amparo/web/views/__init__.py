"""One module a part of the app; each view reads the request, calls a workflow, and shows what came of it."""
