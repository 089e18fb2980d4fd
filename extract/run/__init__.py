"""Many documents, in one process or several, each within bounds."""
