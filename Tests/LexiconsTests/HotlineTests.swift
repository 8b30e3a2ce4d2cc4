import Testing

@testable import Lexicons

@Suite struct HotlineTests {
  @Test("Those in danger of suicide are sent to 109, of drugs to 1342, of fraud to the police")
  func first() throws {
    let hotlines = try Hotline.bundled()
    #expect(hotlines.serving("self_harm").first?.number == "109")
    #expect(hotlines.serving("drugs").first?.number == "1342")
    #expect(hotlines.serving("fraud").first?.number == "112")
    #expect(hotlines.serving("jailbreak").isEmpty)
  }

  @Test("The well-known public numbers are there")
  func numbers() throws {
    let numbers = Set(try Hotline.bundled().map(\.number))
    for number in [
      "109", "112", "119", "117", "118", "182", "1366", "1388", "1332", "1577-0199", "1899-0893",
    ] {
      #expect(numbers.contains(number))
    }
  }

  @Test("A number with letters, a category that is none and an id that occurs twice are refused")
  func refused() {
    func yaml(_ number: String, _ category: String, twice: Bool = false) -> String {
      let entry = """
          - {id: a, number: "\(number)", name: {ko: 가, en: a}, operator: 나, hours: {ko: 가, en: a}, categories: [\(category)], source: x, review: draft}

        """
      return "version: \"1\"\nchecked: \"2026\"\nhotlines:\n" + entry + (twice ? entry : "")
    }
    #expect(throws: LexiconError.self) {
      try Hotline.list(yaml: yaml("일일이", "hate"), path: "h", slugs: ["hate"])
    }
    #expect(throws: LexiconError.self) {
      try Hotline.list(yaml: yaml("112", "love"), path: "h", slugs: ["hate"])
    }
    #expect(throws: LexiconError.duplicate(path: "h", key: "hotlines[1].id", value: "a")) {
      try Hotline.list(yaml: yaml("112", "hate", twice: true), path: "h", slugs: ["hate"])
    }
  }
}
