import Normalization

/// One rule of an exact list: what a text with these words gets, why, and since when.
public struct ListRule: Sendable, Equatable {
  /// What happens.
  public enum Action: String, Sendable, CaseIterable {
    /// The words are fine, whatever a lexicon or a model says of them.
    case allow
    /// The words are not, whatever a model says.
    case block
  }

  /// Which texts it is about.
  public enum Scope: String, Sendable, CaseIterable {
    /// Texts that contain the words, not inside other letters.
    case phrase
    /// Texts that are the words and nothing else.
    case text
  }

  /// The words, compared in the hangul form, ASCII letters in both cases.
  public let term: String
  /// What happens.
  public let action: Action
  /// Which texts it is about.
  public let scope: Scope
  /// Why the rule is there.
  public let reason: String
  /// Since when, as of 2026-11-22.
  public let added: String

  /// A rule from its fields.
  public init(term: String, action: Action, scope: Scope = .phrase, reason: String, added: String) {
    (self.term, self.action, self.scope, self.reason, self.added) = (term, action, scope, reason, added)
  }
}

/// Exact allow and block lists, with an account of what they did.
///
/// Where an allowed and a blocked stretch overlap the longer one decides, and of equal ones the blocked one. A rule for
/// whole texts decides over all phrases; an allowed whole text over a blocked one never: that is one term with two
/// actions, which ``init(_:path:)`` refuses.
public struct PolicyLists: Sendable {
  /// A rule that applied, where, and whether it decided.
  public struct Application: Sendable, Equatable {
    /// The rule.
    public let rule: ListRule
    /// The bytes of the user's own text.
    public let source: Range<Int>
    /// Whether it stands, or a longer or stricter rule overruled it.
    public let isDecisive: Bool
  }

  /// What the lists say of a text.
  public struct Outcome: Sendable, Equatable {
    /// Every rule that applied, by position: the audit.
    public let applications: [Application]

    /// Whether a rule that stands blocks the text.
    public var isBlocked: Bool { applications.contains { $0.isDecisive && $0.rule.action == .block } }

    /// Whether a rule that stands allows the text as a whole.
    public var isAllowed: Bool {
      applications.contains { $0.isDecisive && $0.rule.action == .allow && $0.rule.scope == .text }
    }

    /// The bytes that rules which stand allow: evidence inside of them does not count.
    public var allowed: [Range<Int>] {
      applications.filter { $0.isDecisive && $0.rule.action == .allow }.map(\.source)
    }

    /// `matches` without those inside of what is allowed.
    public func admitting(_ matches: [LexiconMatch]) -> [LexiconMatch] {
      let allowed = SortedRanges(self.allowed)
      return matches.filter { !allowed.holds($0.source) }
    }
  }

  /// The rules in their order.
  public let rules: [ListRule]
  private let automaton: TermAutomaton
  /// For each rule, the rules of the same words, if it is the first of them.
  private let equals: [[Int]]

  /// Lists of `rules`. Throws if a term is empty or has two rules of one scope; `path` names the list in errors.
  public init(_ rules: [ListRule], path: String = "list") throws(LexiconError) {
    var patterns = PatternList()
    var first: [String: Int] = [:]
    for (index, rule) in rules.enumerated() {
      let term = String(decoding: HangulForm.normalize(AlignedText(rule.term)).utf8, as: UTF8.self)
      guard !term.isEmpty else {
        throw .invalidRow(path: path, line: index + 1, column: "term", expected: "text", found: rule.term)
      }
      let key =
        rule.scope.rawValue + " "
        + String(decoding: term.utf8.map { 0x41...0x5A ~= $0 ? $0 + 32 : $0 }, as: UTF8.self)
      guard first.updateValue(index, forKey: key) == nil else {
        throw .duplicate(path: path, key: "term", value: rule.term)
      }
      patterns.append(term)
    }
    self.rules = rules
    automaton = TermAutomaton(patterns)
    var equals = [[Int]](repeating: [], count: rules.count)
    for (number, first) in automaton.firstEquals.enumerated() { equals[Int(first)].append(number) }
    self.equals = equals
  }

  /// The columns of a table of rules, in order.
  public static let columns = ["term", "action", "scope", "reason", "added"]

  /// The lists in a table; `path` names it in errors.
  public init(table utf8: [UInt8], path: String) throws(LexiconError) {
    let table = try TabularText(utf8: utf8, path: path, columns: Self.columns)
    var rules: [ListRule] = []
    for row in table.rows {
      let fields = row.fields.map { table.text($0) }
      func invalid(_ column: Int, _ expected: [String]) -> LexiconError {
        .invalidRow(
          path: path, line: row.line, column: Self.columns[column], expected: expected.joined(separator: " "),
          found: fields[column])
      }
      guard let action = ListRule.Action(rawValue: fields[1]) else {
        throw invalid(1, ListRule.Action.allCases.map(\.rawValue))
      }
      guard let scope = ListRule.Scope(rawValue: fields[2]) else {
        throw invalid(2, ListRule.Scope.allCases.map(\.rawValue))
      }
      guard !fields[3].isEmpty else { throw invalid(3, ["text"]) }
      guard Self.isDate(fields[4]) else { throw invalid(4, ["YYYY-MM-DD"]) }
      rules.append(
        ListRule(term: fields[0], action: action, scope: scope, reason: fields[3], added: fields[4]))
    }
    try self.init(rules, path: path)
  }

  private static func isDate(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.count == 10
      && bytes.enumerated().allSatisfy { $0 == 4 || $0 == 7 ? $1 == 0x2D : 0x30...0x39 ~= $1 }
  }

  /// What the lists say of `text`. Linear in the text and in what applies.
  public func apply(to text: String) -> Outcome { apply(to: AlignedText(text)) }

  /// What the lists say of `text`; ranges are bytes of its source.
  public func apply(to text: AlignedText) -> Outcome {
    let normalized = HangulForm.normalize(text)
    let whole = Self.trimmed(normalized.utf8)
    var found: [(rule: Int, range: Range<Int>)] = []
    normalized.utf8.withUnsafeBufferPointer { bytes in
      let boundary = WordBoundary(utf8: bytes, occurrences: [])
      automaton.scan(bytes) { occurrence in
        for number in equals[occurrence.pattern] {
          let applies =
            rules[number].scope == .text
            ? occurrence.range == whole : boundary.isApart(occurrence.range)
          if applies { found.append((number, occurrence.range)) }
        }
      }
    }
    found.sort {
      ($0.range.lowerBound, -$0.range.count, $0.rule) < ($1.range.lowerBound, -$1.range.count, $1.rule)
    }
    let places = SortedRanges(found.map(\.range))
    return Outcome(
      applications: found.enumerated().map { index, item in
        let isOverruled = places.overlapping(item.range).contains { other in
          other != index
            && rules[found[other].rule].overrules(rules[item.rule], found[other].range, item.range)
        }
        return Application(
          rule: rules[item.rule], source: normalized.sourceRange(of: item.range), isDecisive: !isOverruled)
      })
  }

  /// The text without the spaces at its ends.
  private static func trimmed(_ utf8: [UInt8]) -> Range<Int> {
    var range = 0..<utf8.count
    while let first = utf8[range].first, first == 0x20 { range = range.lowerBound + 1..<range.upperBound }
    while let last = utf8[range].last, last == 0x20 { range = range.lowerBound..<range.upperBound - 1 }
    return range
  }
}

extension ListRule {
  /// Whether this rule at `range` takes the say from `other` at `otherRange`.
  fileprivate func overrules(_ other: ListRule, _ range: Range<Int>, _ otherRange: Range<Int>) -> Bool {
    guard action != other.action else { return false }
    if scope != other.scope { return scope == .text }
    return range.count == otherRange.count ? action == .block : range.count > otherRange.count
  }
}
