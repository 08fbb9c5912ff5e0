# Every target only calls a script, so a machine without make runs the same scripts.
.PHONY: run test accuracy benchmarks

run:
	@scripts/run

test:
	@scripts/test

accuracy:
	@scripts/accuracy

benchmarks:
	@scripts/benchmarks
