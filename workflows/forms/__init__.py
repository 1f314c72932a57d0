"""Forms that pages show: made from a programme's questions, or written out for the few others."""
