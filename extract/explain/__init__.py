"""Why a contact was found, and why none was."""
