import Datasets
import Foundation

/// Renders records of any language into Korean, judges the renderings and sorts them.
///
/// What comes out is marked ``Record/Origin/translated`` and names its parent and source text; Korean records are
/// refused, so that native and translated text never mix. A history is rendered turn by turn.
public struct Translator: Sendable {
  /// Why a record has no rendering.
  public enum Failure: Error, Equatable, Sendable {
    /// It is Korean already.
    case alreadyKorean
    /// Nothing renders it: the memory lacks it, and there is no provider.
    case notInMemory
    /// The provider gave no answer.
    case provider(ProviderFault)
    /// The run stopped before it.
    case notReached
    /// A person rejected it.
    case rejected

    /// A short name for reports.
    public var slug: String {
      switch self {
      case .alreadyKorean: "already_korean"
      case .notInMemory: "not_in_memory"
      case .provider(let fault): fault.slug
      case .notReached: "not_reached"
      case .rejected: "rejected"
      }
    }
  }

  /// A record and what became of it.
  public struct Row: Equatable, Sendable {
    /// The record that was to be rendered.
    public var source: Record
    /// The Korean record; `nil` where nothing rendered it.
    public var rendered: Record?
    /// Why a person should look at it.
    public var flags: [GateFlag] = []
    /// Why it has no rendering, or none that may be used.
    public var failure: Failure?
    /// Whether it may be used: rendered, and without flags or accepted by a person.
    public var isReady = false
  }

  /// What a run gave.
  public struct Outcome: Sendable {
    /// Every record in order.
    public var rows: [Row]
    /// The review with the rows that are flagged now, and what people decided.
    public var review: TranslationReview
    /// Texts rendered by the memory.
    public var fromMemory = 0
    /// Requests that the cache answered.
    public var fromCache = 0
    /// Requests that were sent.
    public var asked = 0
    /// The fault because of which the run stopped early, if it did.
    public var stoppedBy: ProviderFault?

    /// The records that may be used.
    public var ready: [Record] { rows.compactMap { $0.isReady ? $0.rendered : nil } }
    /// Whether another run may give more: a provider failed or was not reached.
    public var isPartial: Bool {
      stoppedBy != nil
        || rows.contains { row in
          switch row.failure {
          case .provider, .notReached: true
          default: false
          }
        }
    }
  }

  private let recipe: TranslationRecipe
  private let memory: TranslationMemory
  private let model: String
  private let run: AnswerRun?
  private let cache: AnswerCache?

  /// A translator; without a run over a provider only the memory renders. `model` takes the place of the recipe's.
  public init(
    recipe: TranslationRecipe, memory: TranslationMemory = TranslationMemory(), model: String? = nil,
    run: AnswerRun? = nil, cache: AnswerCache? = nil
  ) {
    self.recipe = recipe
    self.memory = memory
    self.model = model ?? recipe.model
    self.run = run
    self.cache = cache
  }

  /// What a run over records would ask and send. With a cache, requests that it answers are counted apart.
  public func estimate(_ records: [Record]) throws(CurationError) -> CostEstimate {
    var estimate = CostEstimate()
    var seen: Set<String> = []
    for (text, language) in texts(of: records) where memory[text] == nil {
      let request = recipe.request(for: text, language: language, model: model)
      guard seen.insert(request.key).inserted else { continue }
      if let cache, let answer = try cache.answer(to: request.key) {
        estimate.answered += 1
        if let back = recipe.backRequest(for: answer.text, language: language, model: model),
          try cache.answer(to: back.key) == nil
        {
          estimate.add(back, answerScalars: text.unicodeScalars.count)
        }
        continue
      }
      // Korean takes about half as many scalars as an alphabet does.
      let length = text.unicodeScalars.count
      estimate.add(request, answerScalars: length / 2 + 8)
      let rendering = String(repeating: "가", count: length / 2)
      if let back = recipe.backRequest(for: rendering, language: language, model: model) {
        estimate.add(back, answerScalars: length)
      }
    }
    return estimate
  }

  /// The renderings of records, judged; `review` is what people decided before.
  public func translate(
    _ records: [Record], review: TranslationReview = TranslationReview(),
    report: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(CurationError) -> Outcome {
    var outcome = Outcome(rows: [], review: review)
    var renderings: [Text: Result<String, Failure>] = [:]
    var requests: [(text: Text, request: ChatRequest)] = []
    for (text, language) in texts(of: records) {
      let name = Text(text: text, language: language)
      guard renderings[name] == nil else { continue }
      if let rendering = memory[text] {
        renderings[name] = .success(rendering)
        outcome.fromMemory += 1
      } else {
        renderings[name] = .failure(run == nil ? .notInMemory : .notReached)
        requests.append((name, recipe.request(for: text, language: language, model: model)))
      }
    }
    var backs: [Text: Double] = [:]
    if let run {
      let answers = try ask(requests.map(\.request), run, &outcome, report)
      for (text, request) in requests {
        switch answers[request.key] {
        case .success(let answer): renderings[text] = .success(trimmed(answer.text))
        case .failure(let fault): renderings[text] = .failure(.provider(fault))
        case nil: break
        }
      }
      if outcome.stoppedBy == nil {
        backs = try rendersBack(renderings, run, &outcome, report)
      }
    }
    outcome.rows = records.map { row(for: $0, renderings: renderings, backs: backs) }
    flagAcross(&outcome.rows)
    decide(&outcome)
    return outcome
  }

  // MARK: Asking

  /// A text and its language: what is rendered once, however many records have it.
  private struct Text: Hashable {
    var bytes: [UInt8]
    var language: String

    init(text: String, language: String) {
      bytes = Array(text.utf8)
      self.language = language
    }
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  private func texts(of records: [Record]) -> [(text: String, language: String)] {
    records.filter { !Self.isKorean($0) }.flatMap { record in
      (record.history + [record.text]).map { ($0, record.language) }
    }
  }

  private static func isKorean(_ record: Record) -> Bool {
    let language = record.language.lowercased()
    return language == "ko" || language.hasPrefix("ko-")
  }

  private func ask(
    _ requests: [ChatRequest], _ run: AnswerRun, _ outcome: inout Outcome,
    _ report: @escaping @Sendable (Int, Int) -> Void
  ) throws(CurationError) -> [String: Result<ChatAnswer, ProviderFault>] {
    let result = try run.run(requests, report: report)
    outcome.fromCache += result.answeredBefore
    outcome.asked += result.asked
    outcome.stoppedBy = outcome.stoppedBy ?? result.stoppedBy
    return result.results
  }

  /// The chrF of each rendering rendered back against its source.
  private func rendersBack(
    _ renderings: [Text: Result<String, Failure>], _ run: AnswerRun, _ outcome: inout Outcome,
    _ report: @escaping @Sendable (Int, Int) -> Void
  ) throws(CurationError) -> [Text: Double] {
    guard recipe.backTranslation != nil else { return [:] }
    var requests: [(text: Text, request: ChatRequest)] = []
    for (text, rendering) in renderings {
      guard case .success(let rendering) = rendering,
        let request = recipe.backRequest(for: rendering, language: text.language, model: model)
      else { continue }
      requests.append((text, request))
    }
    requests.sort { $0.request.key < $1.request.key }
    let answers = try ask(requests.map(\.request), run, &outcome, report)
    var scores: [Text: Double] = [:]
    for (text, request) in requests {
      if case .success(let answer) = answers[request.key] {
        scores[text] = ChrF.score(
          hypothesis: answer.text.lowercased(), reference: text.text.lowercased())
      }
    }
    return scores
  }

  // MARK: Judging

  private func row(
    for record: Record, renderings: [Text: Result<String, Failure>], backs: [Text: Double]
  ) -> Row {
    guard !Self.isKorean(record) else { return Row(source: record, failure: .alreadyKorean) }
    var turns: [String] = []
    var flags: [GateFlag] = []
    for source in record.history + [record.text] {
      let name = Text(text: source, language: record.language)
      switch renderings[name] {
      case .success(let rendering):
        turns.append(rendering)
        flags += TranslationGates.flags(
          source: source, rendering: rendering, limits: recipe.limits, register: recipe.register ?? .any)
        if let back = recipe.backTranslation, let score = backs[name], score < back.minimum {
          flags.append(GateFlag(.backTranslation, "\(Int(score.rounded()))"))
        }
      case .failure(let failure): return Row(source: record, failure: failure)
      case nil: return Row(source: record, failure: .notReached)
      }
    }
    return Row(
      source: record, rendered: rendered(record, text: turns.removeLast(), history: turns), flags: flags)
  }

  private func rendered(_ record: Record, text: String, history: [String]) -> Record {
    let operation = Record.Operation(name: "translate", version: "\(recipe.name) \(recipe.version) \(model)")
    return Record(
      id: "\(record.id):ko", text: text, label: record.label, categories: record.categories,
      kind: record.kind,
      register: nil, source: record.source, licence: record.licence, language: "ko", group: record.group,
      history: history, origin: .translated, parent: record.id, sourceText: record.text,
      operations: (record.operations ?? []) + [operation])
  }

  /// The flags that need more than one row.
  private func flagAcross(_ rows: inout [Row]) {
    var byKey: [TextKey: [Int]] = [:]
    var byGroup: [String: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      guard let rendered = row.rendered else { continue }
      byKey[TextKey(rendered.text), default: []].append(index)
      if let group = row.source.group, row.source.label != nil { byGroup[group, default: []].append(index) }
    }
    for indices in byKey.values where indices.count > 1 {
      for index in indices {
        let own = TextKey(rows[index].source.text)
        let others = indices.filter { TextKey(rows[$0].source.text) != own }.map { rows[$0].source.id }
        if !others.isEmpty {
          rows[index].flags.append(GateFlag(.duplicateRendering, others.joined(separator: " ")))
        }
      }
    }
    for indices in byGroup.values {
      for index in indices {
        guard let own = rows[index].rendered else { continue }
        let same = indices.filter { other in
          guard let rendered = rows[other].rendered, rendered.label != own.label else { return false }
          return TranslationGates.similarity(own.text, rendered.text) >= recipe.limits.contrast
        }
        if !same.isEmpty {
          rows[index].flags.append(
            GateFlag(.contrastCollapsed, same.map { rows[$0].source.id }.joined(separator: " ")))
        }
      }
    }
  }

  /// Applies what people decided, and writes the review anew.
  private func decide(_ outcome: inout Outcome) {
    let decisions = outcome.review.decisions()
    var fresh: [TranslationReview.Row] = []
    for index in outcome.rows.indices {
      let row = outcome.rows[index]
      guard var rendered = row.rendered else { continue }
      let decided = decisions.decision(
        id: row.source.id, source: row.source.text, rendering: rendered.text)
      if !row.flags.isEmpty || decided != nil {
        fresh.append(
          TranslationReview.Row(
            id: row.source.id, source: row.source.text, rendering: rendered.text,
            flags: row.flags.map { "\($0.reason.rawValue)=\($0.detail)" }.joined(separator: "; ")))
      }
      switch decided?.verdict {
      case .accept: outcome.rows[index].isReady = true
      case .reject: outcome.rows[index].failure = .rejected
      case .correct:
        rendered.text = decided?.correction ?? rendered.text
        rendered.operations = (rendered.operations ?? []) + [Record.Operation(name: "correct", version: "1")]
        outcome.rows[index].rendered = rendered
        outcome.rows[index].isReady = true
      case nil: outcome.rows[index].isReady = row.flags.isEmpty
      }
    }
    outcome.review = outcome.review.merged(with: fresh)
  }
}
