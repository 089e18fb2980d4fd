"""What is told of a contact: status, day, place, topic, channel, source."""
