"""Windows that open over the main one and report by signal; none blocks inside our own code."""
