# Short names for the usual steps; `make` alone builds the program.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: build demo test test-long deep recovery python asan hostile fuzz tsan coverage mutate bench workflow \
  docs site evidence format clean pip

# The program, at build/release/grapevine.
build:
	scripts/setup.sh build
	cmake --preset release
	cmake --build --preset release --target grapevine

# The bundled study, end to end.
demo: build
	build/release/grapevine demo

# Everything that a change has to pass.
test:
	scripts/setup.sh test
	cmake --preset release -D GRAPEVINE_PYTHON=ON
	cmake --build --preset release
	ctest --preset release

# The same and the sanitizers, damaged files, fuzzing and the coverage; takes a while.
test-long:
	$(MAKE) test
	$(MAKE) pip
	$(MAKE) asan
	$(MAKE) hostile
	$(MAKE) fuzz
	$(MAKE) tsan
	$(MAKE) coverage
	$(MAKE) deep
	$(MAKE) recovery

# Every command on a path, a star and a ring of a million people, with a stack of 256 kB; estimates
# of ten million ties.
deep:
	scripts/setup.sh test
	cmake --preset release
	cmake --build --preset release --target grapevine_tests
	GRAPEVINE_TEST_PEOPLE=1000000 build/release/tests/grapevine_tests --filenames-as-tags \
	  --durations yes "[#deep_graphs_test],[.large]"

# 500 simulated sets of customers for each model of lifetime value: whether estimates and intervals
# cover what was planted.
recovery:
	scripts/setup.sh test
	cmake --preset release
	cmake --build --preset release --target grapevine_tests
	build/release/tests/grapevine_tests --durations yes "[.recovery]"

# The Python package, in build/release/python, and its tests.
python:
	scripts/setup.sh test
	cmake --preset release -D GRAPEVINE_PYTHON=ON
	cmake --build --preset release --target grapevine_python grapevine_python_added
	ctest --preset release --tests-regex '^python$$'

# What a user does: pip builds and installs into a new environment, where the tests run.
pip:
	scripts/setup.sh test
	scripts/pip_check.sh

asan:
	scripts/setup.sh test
	cmake --preset asan
	cmake --build --preset asan
	ctest --preset asan

# 100,000 damaged files under AddressSanitizer and UBSan; prefixes of whole ones are among the tests.
hostile:
	scripts/setup.sh test
	cmake --preset asan
	cmake --build --preset asan --target grapevine_hostile
	build/asan/tests/grapevine_hostile mutants 100000

# libFuzzer on each reader of text, from the small whole files and the cases that were kept.
FUZZ_SECONDS ?= 60
fuzz:
	scripts/setup.sh coverage
	cmake --preset fuzz
	cmake --build --preset fuzz --target grapevine_hostile fuzz_edge_list fuzz_matrix_market \
	  fuzz_metis fuzz_csv fuzz_study
	build/fuzz/tests/grapevine_hostile samples build/fuzz/corpus
	for reader in edge_list matrix_market metis csv study; do \
	  build/fuzz/tests/fuzz_$$reader -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=2048 \
	    -max_len=8192 -print_final_stats=1 -artifact_prefix=build/fuzz/found-$$reader- \
	    build/fuzz/corpus/$$reader tests/fuzz/cases/$$reader; \
	done

# Only what runs loops in parallel: Catch2 tags each test with the name of its file. Tests that read
# study files, tagged [files], are left out: a sanitizer does not see into Arrow's threads. Before
# it, a planted race must be caught, so that silence means something.
tsan:
	scripts/setup.sh test
	cmake --preset tsan
	cmake --build --preset tsan --target grapevine_tests planted_race
	ctest --preset tsan --tests-regex planted_race
	tags=$$(find tests/engine/parallel tests/algorithms -name '*_test.cpp' \
	  -exec basename --suffix=.cpp {} + | sed 's/.*/[#&]~[files]/' | paste --serial --delimiters=,); \
	build/tsan/tests/grapevine_tests --filenames-as-tags "$$tags"

# Counters are in the code that decides about money alone; all else is the release build.
COVERED = algorithms/attribution algorithms/customer_value
coverage:
	scripts/setup.sh coverage
	cmake --preset release
	cmake --build --preset release --target grapevine_tests
	cmake --preset coverage
	scripts/instrument.py build/release build/coverage $(COVERED)
	rm -rf build/coverage/profiles
	mkdir -m 777 build/coverage/profiles   # a test runs the program as another user
	LLVM_PROFILE_FILE=$(CURDIR)/build/coverage/profiles/%p.profraw \
	  build/coverage/tests/grapevine_tests '~[resident]'
	scripts/coverage.sh build/coverage

# Whether the tests notice small faults put into attribution and customer value; 90 % is demanded.
# MUTANTS=0 tries all of them. MUTATE="--file algorithms/attribution/linear.cpp" is one file's.
MUTANTS ?= 300
MUTATE ?=
mutate:
	scripts/setup.sh test
	cmake --preset release
	cmake --build --preset release --target grapevine_tests
	scripts/mutate.py --sample $(MUTANTS) $(MUTATE)

bench:
	scripts/setup.sh test
	cmake --preset release
	cmake --build --preset release --target grapevine_bench
	build/release/bench/grapevine_bench

# The pages that are made from the registry.
docs: build
	build/release/grapevine algorithms --markdown >docs/algorithms.md

# docs/evidence.md: every score beside every baseline, on the bundled study and simulated shops; with
# DATA=FOLDER on the originals there that the converters read. Others keep their last figures.
DATA ?=
evidence: build
	python3 -B datasets/evidence.py $(if $(DATA),--data "$(DATA)")

# The pages of docs/ as a site, in build/site.
site:
	scripts/setup.sh site
	.venv/bin/mkdocs build --strict

workflow:
	scripts/setup.sh test
	cmake --workflow --preset dev

format:
	scripts/setup.sh format
	find engine loaders algorithms adapters study cli python tests bench -name '*.[ch]pp' \
	  -exec clang-format-19 -i {} +

clean:
	rm -rf build
