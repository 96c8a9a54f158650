"""The mutants of a C++ text: what is changed, and what is left as it is."""
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from mutants import block, masked, mutants_of, read_blocks  # noqa: E402


def changed(source):
    return [mutant.apply(source) for mutant in mutants_of("x.cpp", source)]


class Mutants(unittest.TestCase):
    def test_comparisons_signs_and_connectives_one_at_a_time(self):
        self.assertEqual(changed("bool f(int a) { return a < b && !c; }"),
                         ["bool f(int a) { return a <= b && !c; }",
                          "bool f(int a) { return a > b && !c; }",
                          "bool f(int a) { return a < b || !c; }",
                          "bool f(int a) { return a < b && c; }"])

    def test_numbers_of_every_kind(self):
        self.assertEqual(changed("x = f(0, 7, 0.0, 1e-3, 10'000);"),
                         ["x = f(1, 7, 0.0, 1e-3, 10'000);", "x = f(0, 6, 0.0, 1e-3, 10'000);",
                          "x = f(0, 8, 0.0, 1e-3, 10'000);", "x = f(0, 7, 1.0, 1e-3, 10'000);",
                          "x = f(0, 7, 0.0, 0.0, 10'000);", "x = f(0, 7, 0.0, 0.002, 10'000);",
                          "x = f(0, 7, 0.0, 1e-3, 10001);", "x = f(0, 7, 0.0, 1e-3, 9999);"])
        self.assertEqual(changed("auto x1 = 0xCBF29CE484222325;"), [])

    def test_conditions_hold_always_or_never(self):
        found = changed("if (f(a, g(b))) return;\n")
        self.assertIn("if (true) return;\n", found)
        self.assertIn("if (false) return;\n", found)
        loops = changed("while (left()) go_on;\n")
        self.assertIn("while (false) go_on;\n", loops)
        self.assertNotIn("while (true) go_on;\n", loops)
        self.assertIn("x = a || true ? b : c;", changed("x = a ? b : c;"))
        self.assertIn("x = a && false ? b : c;", changed("x = a ? b : c;"))

    def test_words_and_calls_that_are_left_out(self):
        self.assertIn("x = std::max(a, b);", changed("x = std::min(a, b);"))
        self.assertEqual(changed("{\n  sort(all);\n  return f(x);\n}\n"),
                         ["{\n  ;\n  return f(x);\n}\n"])
        self.assertEqual(changed("{\n  a.push_back(b[i]);\n}\n"), ["{\n  ;\n}\n"])
        self.assertIn("++a;", changed("--a;"))

    def test_comments_texts_and_templates_stay(self):
        for source in ("// a < b\n", "/* 1 + 2 */", '"a && 3"', "'7'", "#if A > 1\n",
                       "std::vector<std::pair<A, B>> x;", "T&& x;", "const A* const p;"):
            self.assertEqual(changed(source), [], source)
        source = 'f("a // b", c); // 1\n'
        self.assertEqual(len(masked(source)), len(source))
        self.assertIn("c);", masked(source))

    def test_blocks_name_mutants_whatever_line_they_stand_in(self):
        source = "int f() {\n  return 1;\n}\n"
        blocks = [block(mutant, source) for mutant in mutants_of("x.cpp", source)]
        self.assertEqual(blocks[0], ("x.cpp", "- return 1;", "+ return 0;"))
        moved = "// above\n" + source
        self.assertEqual([block(mutant, moved) for mutant in mutants_of("x.cpp", moved)], blocks)
        text = "\n\n".join("\n".join(one) + "\n# never run" for one in blocks)
        self.assertEqual(read_blocks(text), dict.fromkeys(blocks, "never run"))

    def test_allowed_mutants_have_a_reason(self):
        path = Path(__file__).resolve().parents[2] / "scripts" / "equivalent_mutants.txt"
        for named, reason in read_blocks(path.read_text()).items():
            self.assertTrue(reason, named)


if __name__ == "__main__":
    unittest.main()
