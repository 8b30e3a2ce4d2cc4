import Foundation
import Testing

@testable import Lexicons

@Suite struct CrosswalkTests {
  static let crosswalk = Result { try Crosswalk.load(folder: lexiconsFolder) }

  @Test("The shipped crosswalk knows seven schemes and their labels")
  func schemes() throws {
    let crosswalk = try Self.crosswalk.get()
    let counts = Dictionary(uniqueKeysWithValues: crosswalk.schemes.map { ($0.slug, $0.labels.count) })
    #expect(
      counts == [
        "shieldgemma": 6, "semantic_orthogonality": 6, "openai": 13, "mlcommons": 12, "llama_guard": 14,
        "kanana": 13, "sguard": 5,
      ])
  }

  @Test("OpenAI's and Llama Guard's labels are written as those services write them")
  func codes() throws {
    let crosswalk = try Self.crosswalk.get()
    #expect(
      try crosswalk.scheme("openai").labels.map(\.code) == [
        "harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent",
        "self-harm", "self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence",
        "violence/graphic",
      ])
    #expect(try crosswalk.scheme("llama_guard").labels.map(\.code) == (1...14).map { "S\($0)" })
    #expect(
      try crosswalk.scheme("kanana").labels.map(\.code)
        == (1...7).map { "S\($0)" } + (1...4).map { "I\($0)" } + ["A1", "A2"])
  }

  @Test(
    "Every label leads to our categories or says why not, and every category of ours is answered or absent")
  func total() throws {
    let crosswalk = try Self.crosswalk.get()
    for scheme in crosswalk.schemes {
      for label in scheme.labels {
        let slugs = try crosswalk.slugs(for: label.code, in: scheme.slug)
        #expect(slugs.isEmpty == (label.none != nil), "\(scheme.slug) \(label.code)")
        #expect(slugs.first?.fit != .partial)
      }
      for slug in crosswalk.slugs {
        let answer = try crosswalk.answer(to: slug, in: scheme.slug)
        #expect((answer == nil) == scheme.absent.contains { $0.ours == slug }, "\(scheme.slug) \(slug)")
      }
    }
  }

  @Test("A label that answers a category leads back to it")
  func backAndForth() throws {
    let crosswalk = try Self.crosswalk.get()
    for scheme in crosswalk.schemes {
      for slug in crosswalk.slugs {
        for label in try crosswalk.labels(for: [slug], in: scheme.slug) {
          #expect(try crosswalk.slugs(for: label.code, in: scheme.slug).map(\.code).contains(slug))
        }
      }
    }
  }

  @Test("Well-known pairs are there")
  func pairs() throws {
    let crosswalk = try Self.crosswalk.get()
    #expect(try crosswalk.answer(to: "self_harm", in: "llama_guard") == "S11")
    #expect(try crosswalk.answer(to: "privacy", in: "kanana") == "I3")
    #expect(try crosswalk.answer(to: "jailbreak", in: "kanana") == "A1")
    #expect(try crosswalk.answer(to: "profanity", in: "shieldgemma") == "obscenity")
    #expect(try crosswalk.answer(to: "jailbreak", in: "openai") == nil)
    #expect(try crosswalk.slugs(for: "sexual/minors", in: "openai").map(\.code) == ["sexual"])
    #expect(try crosswalk.slugs(for: "S8", in: "llama_guard").isEmpty)
    let labels = try crosswalk.labels(for: ["violence", "hate"], in: "openai")
    #expect(labels.first { $0.code == "hate" }?.fit == .primary)
    #expect(labels.first { $0.code == "harassment/threatening" }?.fit == .partial)
  }

  @Test("A scheme, a label and a category that are not there are errors that name what there is")
  func unknown() throws {
    let crosswalk = try Self.crosswalk.get()
    #expect(throws: LexiconError.unknown(what: "scheme", name: "aegis", known: crosswalk.schemes.map(\.slug)))
    {
      try crosswalk.labels(for: ["hate"], in: "aegis")
    }
    #expect(throws: LexiconError.unknown(what: "category", name: "weather", known: crosswalk.slugs)) {
      try crosswalk.labels(for: ["weather"], in: "openai")
    }
    #expect(throws: LexiconError.self) { try crosswalk.slugs(for: "S15", in: "llama_guard") }
  }

  @Test("What the binary holds equals the folder")
  func bundled() throws {
    #expect(try Crosswalk.bundled() == Self.crosswalk.get())
    #expect(try Taxonomy.bundled() == Taxonomy.load(lexiconsFolder.appendingPathComponent("taxonomy.yaml")))
    #expect(try Hotline.bundled() == Hotline.load(folder: lexiconsFolder))
  }

  static func scheme(_ labels: String, absent: String = "[]") -> String {
    """
    version: "1"
    schemes:
      - slug: s
        name: {ko: 가, en: a}
        source: x
        labels:
    \(labels)
        absent: \(absent)
    """
  }

  static let taxonomy = Result {
    try Taxonomy(yaml: "version: \"1\"\ncategories:\n" + TaxonomyTests.entry(slug: "hate"), path: "t")
  }

  @Test(
    "A broken law is named with its place",
    arguments: [
      (
        scheme("      - {code: a, name: {ko: 가, en: a}, to: []}"), "schemes[0].labels[0].none"
      ),
      (
        scheme("      - {code: a, name: {ko: 가, en: a}, to: [{ours: love, fit: primary, answer: primary}]}"),
        "schemes[0].labels[0].to[0].ours"
      ),
      (
        scheme("      - {code: a, name: {ko: 가, en: a}, to: [{ours: hate, fit: partial, answer: primary}]}"),
        "schemes[0].labels[0].to"
      ),
      (
        scheme("      - {code: a, name: {ko: 가, en: a}, to: [{ours: hate, fit: primary, answer: partial}]}"),
        "schemes[0].labels"
      ),
      (
        scheme("      - {code: a, name: {ko: 가, en: a}, to: [], none: {ko: 가, en: a}}"), "schemes[0].absent"
      ),
    ])
  func laws(yaml: String, key: String) throws {
    let taxonomy = try Self.taxonomy.get()
    #expect {
      try Crosswalk(taxonomy: taxonomy, yaml: yaml, path: "c")
    } throws: { error in
      guard case LexiconError.invalidYAML("c", let found, _, _) = error else { return false }
      return found == key
    }
  }

  @Test("Two labels of one code are refused")
  func duplicateCode() throws {
    let label = "      - {code: a, name: {ko: 가, en: a}, to: [{ours: hate, fit: primary, answer: primary}]}"
    let taxonomy = try Self.taxonomy.get()
    #expect(throws: LexiconError.duplicate(path: "c", key: "schemes[0].labels[1].code", value: "a")) {
      try Crosswalk(taxonomy: taxonomy, yaml: Self.scheme(label + "\n" + label), path: "c")
    }
  }
}
