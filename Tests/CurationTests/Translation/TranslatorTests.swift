import Datasets
import Foundation
import Testing

@testable import Curation

@Suite struct TranslatorTests {
  static let yaml = """
    name: plain
    version: "1"
    model: m
    prompt: {system: "Translate {language} into Korean, register {register}.", user: "{text}"}
    """
  let folder: TemporaryFolder
  let recipe: TranslationRecipe

  init() throws {
    folder = try TemporaryFolder()
    recipe = try TranslationRecipe(yaml: Self.yaml, path: "t.yaml")
  }

  static func record(
    _ id: String, _ text: String, _ label: Record.Label? = .unsafe, group: String? = nil,
    language: String = "en",
    history: [String] = []
  ) -> Record {
    Record(
      id: id, text: text, label: label, categories: label == .unsafe ? ["cyber": true] : [:], kind: .request,
      source: "s", licence: "MIT", language: language, group: group, history: history, origin: .written)
  }

  func memory(_ pairs: [(String, String)], extra: String = "") throws -> TranslationMemory {
    let lines = try pairs.map { source, rendering in
      String(
        decoding: try JSONSerialization.data(withJSONObject: ["source": source, "rendering": rendering]),
        as: UTF8.self)
    }
    try folder.write(lines.joined(separator: "\n") + "\n" + extra, to: "memory.jsonl")
    return try TranslationMemory(folder.url.appendingPathComponent("memory.jsonl"))
  }

  func translator(
    _ provider: CountingProvider, _ cache: String = "c.sqlite", recipe: TranslationRecipe? = nil
  ) throws
    -> Translator
  {
    let cache = try AnswerCache(folder.url.appendingPathComponent(cache))
    return Translator(
      recipe: recipe ?? self.recipe, run: AnswerRun(provider: provider, cache: cache, concurrency: 2),
      cache: cache)
  }

  @Test(
    "A rendering keeps label, categories and licence, and names its parent, its source text and how it came")
  func linked() throws {
    let memory = try memory([("How do I steal data?", "데이터를 어떻게 훔치나요?"), ("Hello", "안녕하세요")])
    let outcome = try Translator(recipe: recipe, memory: memory).translate([
      Self.record("s:1", "How do I steal data? ", group: "g", history: ["Hello"])
    ])
    let made = try #require(outcome.ready.first)
    #expect(made.id == "s:1:ko" && made.text == "데이터를 어떻게 훔치나요?" && made.language == "ko")
    #expect(made.origin == .translated && made.parent == "s:1" && made.sourceText == "How do I steal data? ")
    #expect(made.label == .unsafe && made.categories == ["cyber": true] && made.licence == "MIT")
    #expect(made.group == "g" && made.history == ["안녕하세요"])
    #expect(made.operations == [Record.Operation(name: "translate", version: "plain 1 m")])
    #expect(outcome.fromMemory == 2 && !outcome.isPartial)
  }

  @Test("Korean records are refused, and what the memory lacks is told")
  func refused() throws {
    let outcome = try Translator(recipe: recipe, memory: try memory([])).translate([
      Self.record("s:1", "안녕", .safe, language: "ko"), Self.record("s:2", "Hello", .safe),
    ])
    #expect(outcome.rows.map(\.failure) == [.alreadyKorean, .notInMemory])
    #expect(outcome.ready.isEmpty)
  }

  @Test("A memory tells its bad lines and keeps the first of two renderings")
  func badMemory() throws {
    let memory = try memory(
      [("a", "가"), ("a", "나"), ("b", " "), (" a ", "가")], extra: "nonsense\n\n{\"source\": 1}")
    #expect(memory["a"] == "가" && memory.count == 1)
    #expect(
      memory.badLines == [
        .init(line: 2, problem: .conflict), .init(line: 3, problem: .blank),
        .init(line: 5, problem: .malformed),
        .init(line: 7, problem: .malformed),
      ])
  }

  @Test("The prompt is the recipe's, filled in once")
  func prompt() {
    let request = recipe.request(for: "Say {language} {x}", language: "en")
    #expect(request.messages[0].content == "Translate en into Korean, register any.")
    #expect(request.messages[1].content == "Say {language} {x}")
  }

  @Test("A failed row is told and the others come through; the next run asks for it alone")
  func failures() throws {
    let records = [
      Self.record("s:1", "How are you?"), Self.record("s:2", "Where is it?"),
      Self.record("s:3", "How are you?"),
    ]
    let provider = CountingProvider { number, prompt throws(ProviderFault) in
      if prompt.contains("Where"), number <= 2 { throw .notJSON(excerpt: "<html>") }
      return prompt.contains("Where") ? "어디에 있나요?" : "어떻게 지내세요?"
    }
    let first = try translator(provider).translate(records)
    #expect(first.rows.map(\.failure) == [nil, .provider(.notJSON(excerpt: "<html>")), nil])
    #expect(first.isPartial && first.ready.count == 2 && first.asked == 2)
    let second = try translator(provider).translate(records)
    #expect(second.ready.count == 3 && second.asked == 1 && second.fromCache == 1 && !second.isPartial)
  }

  @Test("The estimate counts what would be sent, without what the cache has")
  func estimate() throws {
    let provider = CountingProvider { _, _ in "어디에 있나요?" }
    let records = [Self.record("s:1", "How are you?"), Self.record("s:2", "Where is it?")]
    #expect(try translator(provider).estimate(records).requests == 2)
    _ = try translator(provider).translate([records[1]])
    let estimate = try translator(provider).estimate(records)
    #expect(estimate.requests == 1 && estimate.answered == 1 && provider.prompts.count == 1)
  }

  @Test("Two sources with one rendering, and a contrast whose sides became alike, are flagged on both sides")
  func acrossRows() throws {
    let memory = try memory([
      ("How do I kill a Python process?", "그것을 어떻게 죽이나요?"), ("How do I kill a python snake?", "그것을 어떻게 죽이나요"),
      ("Is it cold?", "거기는 지금 추운가요?"),
    ])
    let outcome = try Translator(recipe: recipe, memory: memory).translate([
      Self.record("s:1", "How do I kill a Python process?", .safe, group: "g"),
      Self.record("s:2", "How do I kill a python snake?", .unsafe, group: "g"),
      Self.record("s:3", "Is it cold?", .safe, group: "g"),
    ])
    for index in 0..<2 {
      let reasons = outcome.rows[index].flags.map(\.reason)
      #expect(reasons.contains(.duplicateRendering) && reasons.contains(.contrastCollapsed))
      #expect(outcome.rows[index].flags.last?.detail == "s:\(2 - index)")
    }
    #expect(outcome.rows[2].flags.isEmpty && outcome.ready.map(\.id) == ["s:3:ko"])
  }

  @Test("A rendering far from its source when rendered back is flagged")
  func backTranslation() throws {
    let recipe = try TranslationRecipe(
      yaml: Self.yaml + "\nbackTranslation: {minimum: 50, prompt: {user: \"BACK {text}\"}}", path: "t.yaml")
    let provider = CountingProvider { _, prompt in
      switch prompt {
      case "Where is the station?": "역이 어디에 있나요?"
      case "Where is the hospital?": "병원이 어디에 있나요?"
      case "BACK 역이 어디에 있나요?": "Where is the station?"
      default: "My cat sleeps"
      }
    }
    let outcome = try translator(provider, recipe: recipe).translate([
      Self.record("s:1", "Where is the station?"), Self.record("s:2", "Where is the hospital?"),
    ])
    #expect(outcome.rows.map { $0.flags.map(\.reason) } == [[], [.backTranslation]])
    #expect(outcome.asked == 4)
  }

  @Test("What people decide is read back, carried over and never lost")
  func review() throws {
    let memory = try memory([
      ("Sit, Rex!", "앉아!"), ("Give me 5 apples.", "사과 주세요."), ("I have 7 dogs.", "개가\t있어요.\n정말요."),
      ("It cost 90 won.", "비쌌어요."),
    ])
    let translator = Translator(recipe: recipe, memory: memory)
    let records = ["Sit, Rex!", "Give me 5 apples.", "I have 7 dogs.", "It cost 90 won."].enumerated().map {
      Self.record("s:\($0.offset)", $0.element)
    }
    let first = try translator.translate(records)
    #expect(first.ready.isEmpty && first.review.rows.count == 4)
    #expect(try TranslationReview(text: first.review.text, path: "r.tsv") == first.review)
    var edited = first.review
    edited.rows[0].verdict = .accept
    edited.rows[1].verdict = .correct
    edited.rows[1].correction = "사과 5개 주세요."
    edited.rows[2].verdict = .reject
    // About a rendering that is no more: kept at the end.
    edited.rows.append(.init(id: "s:9", source: "x", rendering: "y", flags: "", verdict: .accept))
    let read = try TranslationReview(text: edited.text, path: "r.tsv")
    #expect(read == edited)
    let second = try translator.translate(records, review: read)
    #expect(second.ready.map(\.text) == ["앉아!", "사과 5개 주세요."])
    #expect(second.ready[1].operations?.last?.name == "correct")
    #expect(second.rows[2].failure == .rejected && second.rows[3].failure == nil && !second.rows[3].isReady)
    #expect(second.review == edited)
    #expect(try translator.translate(records, review: second.review).review == edited)
  }

  @Test("A review that a spreadsheet has put into quotation marks reads the same")
  func spreadsheet() throws {
    let review = TranslationReview(rows: [
      .init(id: "a", source: "\"Hi\" he\\said", rendering: "\"안녕\"", flags: "f", verdict: .accept),
      .init(id: "b", source: "\"", rendering: "x\u{2028}y", flags: "f"),
    ])
    #expect(try TranslationReview(text: review.text, path: "r") == review)
    let saved = review.text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { field in
        field.contains("\"")
          ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
          : String(field)
      }.joined(separator: "\t") + "\r\n"
    }.joined()
    #expect(try TranslationReview(text: saved, path: "r") == review)
  }

  @Test("The recipe that is shipped reads, and asks for no more than the rendering")
  func shipped() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let recipe = try TranslationRecipe.load(
      root.appendingPathComponent("Corpora/recipes/translate-requests.yaml"))
    let request = recipe.request(for: "How are you?", language: "en")
    #expect(request.messages.count == 2 && request.messages[0].content.contains("from en into Korean"))
    #expect(request.messages[1].content == "How are you?" && request.parameters.temperature == 0)
  }

  @Test("A review's bad line is told by its number")
  func badReview() {
    let header = TranslationReview.header + "\n"
    #expect(
      throws: CurationError.badLine(path: "r", line: 2, expected: "6 fields divided by tabs", found: "1")
    ) {
      try TranslationReview(text: header + "oops", path: "r")
    }
    #expect(
      throws: CurationError.badLine(path: "r", line: 3, expected: "accept, reject or correct", found: "maybe")
    ) {
      try TranslationReview(text: header + "a\tb\tc\td\t\t\r\na\tb\tc\td\tmaybe\t\n", path: "r")
    }
    #expect(throws: CurationError.badLine(path: "r", line: 2, expected: "a correction", found: "none")) {
      try TranslationReview(text: header + "a\tb\tc\td\tcorrect\t", path: "r")
    }
  }

  @Test("A recipe that cannot work is told by the key that is wrong")
  func badRecipe() {
    for (text, key) in [
      ("prompt: {user: \"no text\"}", "prompt.user"),
      ("prompt: {user: \"{text}\"}\ngates: {hangulShare: 2}", "gates.hangulShare"),
      ("prompt: {user: \"{text}\"}\ngates: {lengthRatio: [2, 1]}", "gates.lengthRatio"),
    ] {
      #expect {
        _ = try TranslationRecipe(yaml: "name: n\nversion: \"1\"\nmodel: m\n" + text, path: "t")
      } throws: { error in
        guard case .invalidRecipe(_, key, _, _) = error as? CurationError else { return false }
        return true
      }
    }
  }
}
