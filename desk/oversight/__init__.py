"""What supervisors and compliance officers see and do: loads, settings, samples, reviews and the audit."""
