"""One case: overview, assessors, assessments, decision, papers, history."""
