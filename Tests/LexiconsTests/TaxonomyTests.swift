import Foundation
import Lexicons
import Testing

@Suite struct TaxonomyTests {
  static let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../Lexicons/taxonomy.yaml").standardizedFileURL

  static func entry(slug: String, korean: String = "이름") -> String {
    """
      - slug: \(slug)
        name: {ko: "\(korean)", en: Name}
        severity: low
        definition: {ko: 뜻, en: Meaning}
        covers: {ko: [하나], en: [one]}
        excludes: {ko: [둘], en: [two]}

    """
  }

  @Test("The shipped taxonomy has the thirteen categories in the order of the model's heads")
  func order() throws {
    #expect(
      try Taxonomy.load(Self.url).slugs == [
        "violence", "drugs", "self_harm", "sexual", "hate", "harassment", "profanity", "fraud", "privacy",
        "cyber", "misinformation", "dangerous_advice", "jailbreak",
      ])
  }

  @Test("Every Korean text of the shipped taxonomy has hangul, and no English text has")
  func languages() throws {
    func hasHangul(_ text: String) -> Bool {
      text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
    }
    for category in try Taxonomy.load(Self.url).categories {
      for text in [category.name.ko, category.definition.ko] + category.covers.ko + category.excludes.ko {
        // A swear word's neighbour may be Latin ("AI"), never the whole text.
        #expect(hasHangul(text), "\(category.slug): \(text)")
      }
      for text in [category.name.en, category.definition.en] + category.covers.en + category.excludes.en {
        #expect(!hasHangul(text), "\(category.slug): \(text)")
      }
    }
  }

  @Test("Names are unique in each language")
  func names() throws {
    let categories = try Taxonomy.load(Self.url).categories
    #expect(Set(categories.map(\.name.ko)).count == categories.count)
    #expect(Set(categories.map(\.name.en)).count == categories.count)
  }

  @Test("A category is found by its slug")
  func lookup() throws {
    let taxonomy = try Taxonomy.load(Self.url)
    #expect(taxonomy["self_harm"]?.severity == .critical)
    #expect(taxonomy["weather"] == nil)
    #expect(Taxonomy.Severity.low < .critical)
  }

  @Test("A slug that occurs twice is refused")
  func duplicate() {
    let yaml = "version: \"1\"\ncategories:\n" + Self.entry(slug: "hate") + Self.entry(slug: "hate")
    #expect(throws: LexiconError.duplicate(path: "t", key: "categories[1].slug", value: "hate")) {
      try Taxonomy(yaml: yaml, path: "t")
    }
  }

  @Test("A slug with other letters than lower-case ASCII is refused", arguments: ["Hate", "혐오", "self-harm"])
  func slug(slug: String) {
    let yaml = "version: \"1\"\ncategories:\n" + Self.entry(slug: slug)
    #expect(
      throws: LexiconError.invalidYAML(
        path: "t", key: "categories[0].slug", expected: "lower-case ASCII and _", found: slug)
    ) { try Taxonomy(yaml: yaml, path: "t") }
  }

  @Test("A blank Korean name is refused and named")
  func blank() {
    let yaml = "version: \"1\"\ncategories:\n" + Self.entry(slug: "hate", korean: " ")
    #expect(
      throws: LexiconError.invalidYAML(
        path: "t", key: "categories[0].name.ko", expected: "text", found: "none")
    ) { try Taxonomy(yaml: yaml, path: "t") }
  }

  @Test("A missing translation is refused and named")
  func missing() {
    let yaml = ("version: \"1\"\ncategories:\n" + Self.entry(slug: "hate"))
      .replacingOccurrences(of: "definition: {ko: 뜻, en: Meaning}", with: "definition: {ko: 뜻}")
    #expect(
      throws: LexiconError.invalidYAML(
        path: "t", key: "categories.[0].definition.en", expected: "a value", found: "nothing")
    ) { try Taxonomy(yaml: yaml, path: "t") }
  }

  @Test("A file that is not there is an error with its path")
  func unreadable() {
    let url = URL(fileURLWithPath: "/nowhere/taxonomy.yaml")
    #expect {
      try Taxonomy.load(url)
    } throws: { error in
      guard case LexiconError.unreadable("/nowhere/taxonomy.yaml", _) = error else { return false }
      return true
    }
  }
}
