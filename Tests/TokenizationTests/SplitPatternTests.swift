import Testing

@testable import Tokenization

@Suite struct SplitPatternTests {
  private func matches(_ pattern: String, _ text: String) throws -> [String] {
    let scalars = text.unicodeScalars.map(\.value)
    return try SplitPattern(pattern).matches(in: scalars).map { range in
      String(String.UnicodeScalarView(scalars[range].compactMap(Unicode.Scalar.init)))
    }
  }

  @Test(
    arguments: [
      ("a|ab", "abab", ["a", "a"]), ("ab|a", "aba", ["ab", "a"]), ("a{2,3}", "aaaaaa", ["aaa", "aaa"]),
      ("a{2,3}", "aaaa", ["aaa"]), ("a{2}", "aaaaa", ["aa", "aa"]), ("a{,2}b", "aaab", ["aab"]),
      ("a+?b", "aab", ["aab"]), ("a+?", "aa", ["a", "a"]), ("a*+ab|b", "aab", ["b"]),
      ("(?>a+)b", "aab", ["aab"]),
      ("x(?=y)", "xyxz", ["x"]), (#"\s+(?!\S)"#, "a   b", ["  "]), (#"\s+(?!\S)|\s+"#, "a   b", ["  ", " "]),
      ("(?i:'s)", "'s'S'ſ", ["'s", "'S", "'ſ"]), ("(?i:k)", "kK\u{212A}", ["k", "K", "\u{212A}"]),
      ("(?i)ab|c", "ABC", ["AB", "C"]), ("(?i:a)b", "AB", []),
      (#"[^\r\n\p{L}]+"#, "12\n가-", ["12", "-"]), (#"[\p{Lu}\p{Lt}]"#, "aBǅ", ["B", "ǅ"]),
      (#"[a-c\-]+"#, "ab-cd", ["ab-c"]), ("[]a]", "a", []), (#"\p{^L}"#, "a1", ["1"]),
      (#"\P{L}"#, "a1", ["1"]),
      (#"\x41\u0042\x{1F600}"#, "AB😀", ["AB😀"]), ("^a|b$", "a\nab\nb", ["a", "a", "b", "b"]),
      (".", "a\n가", ["a", "가"]),
      (#"\d\D\w\W\S"#, "1a2-x", ["1a2-x"]), ("(a|b)*c", "abbac", ["abbac"]), ("(a*)*b", "aab", ["aab"]),
    ] as [(String, String, [String])])
  func patternsMatchAsBacktrackingEnginesDo(pattern: String, text: String, expected: [String]) throws {
    guard pattern != "[]a]" else {
      #expect(throws: TokenizationError.malformedPattern(pattern: "[]a]", offset: 2)) {
        try SplitPattern(pattern)
      }
      return
    }
    #expect(try matches(pattern, text) == expected)
  }

  @Test(arguments: [
    "(a", "a)", "[a", "*", "a{3,1}", #"\p{Odd}"#, "(?<=a)b", #"\b"#, #"a\"#, "[a&&b]", "[[:alpha:]]",
    "(?<n>a)",
    String(repeating: "(", count: 5000), "((((a{9999}){9999}){9999}){9999})",
  ])
  func whatIsNotRunIsRefused(pattern: String) {
    #expect(throws: TokenizationError.self) { try SplitPattern(pattern) }
  }

  /// Without a bound on steps this would take 2^200 of them.
  @Test func patternsThatTryWithoutEndGiveUp() throws {
    let pattern = try SplitPattern("(?:a+)+b")
    let letters = [UInt32](repeating: 0x61, count: 200)
    #expect(pattern.matches(in: letters + [0x63]).isEmpty)
    #expect(pattern.matches(in: letters + [0x62]) == [0..<201])
  }

  @Test func aLongWordIsOneMatch() throws {
    let letters = [UInt32](repeating: 0xAC00, count: 50_000)
    #expect(try SplitPattern(#" ?\p{L}+|\s+(?!\S)|\s+"#).matches(in: letters) == [0..<50_000])
  }
}
