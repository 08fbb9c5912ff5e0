# Every target only calls a script, so a machine without make runs the same scripts.
.PHONY: run test accuracy benchmarks durability audit hostile fuzz

run:
	@scripts/run

test:
	@scripts/test

accuracy:
	@scripts/accuracy

benchmarks:
	@scripts/benchmarks

durability:
	@scripts/durability

audit:
	@scripts/audit

hostile:
	@scripts/hostile

fuzz:
	@scripts/fuzz
