/// What one row of a source becomes: which field is the text, and what the other fields say about it.
public struct RecordView: Codable, Equatable, Sendable {
  /// The view's name, part of the identifier; needed where a source has several views.
  public var name: String?
  /// The field that holds the text.
  public var text: String
  /// The field that identifies the row; its line does where there is none.
  public var id: String?
  /// The field whose equal values belong together.
  public var group: String?
  /// How many consecutive rows belong together, for sources whose groups are told by order alone.
  public var groupEvery: Int?
  /// The field with the speech level.
  public var register: String?
  /// The field with the text that this one renders.
  public var sourceText: String?
  /// The field with the identifier of what this one was made from.
  public var parent: String?
  /// The field with the row's licence, where rows differ.
  public var licence: String?
  /// What sort of text it is, unless a rule says otherwise.
  public var kind: Record.Kind
  /// Strings cut off the ends of the text, such as `[NAME]`; replaced by a space inside it.
  public var erase: [String]
  /// Two marks: the text is what stands between the first place of the one and the next place of the other, or the
  /// end. A field without the first mark has no text.
  public var between: [String]?
  /// The fields with the turns before the text, oldest first.
  public var history: [String]?
  /// The first rule that matches decides; a row that none matches is faulty.
  public var rules: [LabelRule]

  private enum CodingKeys: String, CodingKey {
    case name, text, id, group, groupEvery, register, sourceText, parent, licence, kind, erase, rules
    case between, history
  }

  /// A view from YAML; `rules` may be absent, which leaves every row without a label.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    name = try values.decodeIfPresent(String.self, forKey: .name)
    text = try values.decode(String.self, forKey: .text)
    id = try values.decodeIfPresent(String.self, forKey: .id)
    group = try values.decodeIfPresent(String.self, forKey: .group)
    groupEvery = try values.decodeIfPresent(Int.self, forKey: .groupEvery)
    register = try values.decodeIfPresent(String.self, forKey: .register)
    sourceText = try values.decodeIfPresent(String.self, forKey: .sourceText)
    parent = try values.decodeIfPresent(String.self, forKey: .parent)
    licence = try values.decodeIfPresent(String.self, forKey: .licence)
    kind = try values.decode(Record.Kind.self, forKey: .kind)
    erase = try values.decodeIfPresent([String].self, forKey: .erase) ?? []
    between = try values.decodeIfPresent([String].self, forKey: .between)
    history = try values.decodeIfPresent([String].self, forKey: .history)
    rules = try values.decodeIfPresent([LabelRule].self, forKey: .rules) ?? [LabelRule()]
  }
}

/// From the source's own labels to ours.
public struct LabelRule: Codable, Equatable, Sendable {
  /// A condition on one field whose value may be a list divided by commas.
  public struct Condition: Codable, Equatable, Sendable {
    /// The whole value is one of these.
    public var `is`: [String]?
    /// At least one part of the value is among these.
    public var has: [String]?
    /// Every one of these is a part of the value.
    public var hasAll: [String]?
    /// Every part of the value is among these.
    public var only: [String]?

    /// Whether a field's value fulfils every clause.
    public func holds(for value: String) -> Bool {
      if let `is`, !`is`.contains(value) { return false }
      guard has != nil || hasAll != nil || only != nil else { return true }
      let parts = value.split(separator: ",").map { part in
        String(part.drop { $0 == " " })
      }
      if let has, !parts.contains(where: has.contains) { return false }
      if let hasAll, !hasAll.allSatisfy(parts.contains) { return false }
      if let only, !parts.allSatisfy(only.contains) { return false }
      return true
    }
  }

  /// Conditions by field; all must hold. None means that the rule always matches.
  public var when: [String: Condition]
  /// The reason for which matching rows are left out, counted under it.
  public var skip: String?
  /// The judgement; `nil` leaves it open and makes the row text for language modelling.
  public var label: Record.Label?
  /// Categories known to be true.
  public var positive: [String]
  /// The field that names the categories that are true: one, or several divided by commas.
  public var positiveFrom: String?
  /// Fields that are `1` or `true` where a category is true and `0` or `false` where it is not, by category; a
  /// category is true if one of its fields is, and false if all of them are.
  public var flags: [String: [String]]
  /// Categories known to be false.
  public var negative: [String]
  /// Whether every category that is not named is false. It is so by default for ``Record/Label/safe``.
  public var othersAreFalse: Bool
  /// Categories about which nothing is said in spite of the default.
  public var masked: [String]
  /// What sort of text it is, where it differs from the view's.
  public var kind: Record.Kind?

  private enum CodingKeys: String, CodingKey {
    case when, skip, label
    case positive, positiveFrom, negative, flags
    case othersAreFalse = "othersNegative"
    case masked, kind
  }

  /// The rule that matches every row and says nothing.
  public init() {
    when = [:]
    (positive, negative, masked, flags) = ([], [], [], [:])
    othersAreFalse = false
  }

  /// A rule from YAML.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    when = try values.decodeIfPresent([String: Condition].self, forKey: .when) ?? [:]
    skip = try values.decodeIfPresent(String.self, forKey: .skip)
    label = try values.decodeIfPresent(Record.Label.self, forKey: .label)
    positive = try values.decodeIfPresent([String].self, forKey: .positive) ?? []
    positiveFrom = try values.decodeIfPresent(String.self, forKey: .positiveFrom)
    negative = try values.decodeIfPresent([String].self, forKey: .negative) ?? []
    flags = try values.decodeIfPresent([String: [String]].self, forKey: .flags) ?? [:]
    othersAreFalse =
      try values.decodeIfPresent(Bool.self, forKey: .othersAreFalse) ?? (label == .safe)
    masked = try values.decodeIfPresent([String].self, forKey: .masked) ?? []
    kind = try values.decodeIfPresent(Record.Kind.self, forKey: .kind)
  }

  /// Whether a row fulfils every condition; an absent field counts as the empty value.
  func matches(_ row: SourceRow) -> Bool {
    when.allSatisfy { $0.value.holds(for: row[$0.key] ?? "") }
  }

  /// What the flags of a row say; a category of which a field says nothing is absent, unless another is true.
  func flagged(_ row: SourceRow) -> [String: Bool] {
    flags.compactMapValues { fields in
      let values = fields.map { row[$0] ?? "" }
      if values.contains(where: { $0 == "1" || $0 == "true" }) { return true }
      return values.allSatisfy { $0 == "0" || $0 == "false" } ? false : nil
    }
  }

  /// The categories that are known once this rule matches, `named` being those in `positiveFrom`'s field.
  func knownCategories(named: [String], of all: [String]) -> [String: Bool] {
    var known: [String: Bool] = [:]
    if othersAreFalse { for slug in all { known[slug] = false } }
    for slug in masked { known[slug] = nil }
    for slug in negative { known[slug] = false }
    for slug in positive + named { known[slug] = true }
    return known
  }
}
