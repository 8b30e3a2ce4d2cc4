/// Turns the rows of one file into records by the rules of its manifest.
struct RecordShaper {
  private struct KnownKey: Hashable {
    var view: Int
    var rule: Int
    var named: [String]
    var flagged: [String: Bool]
  }

  private let manifest: CorpusManifest
  private let file: CorpusManifest.File
  private let views: [RecordView]
  private let categories: [String]
  private let stem: String
  /// Few distinct outcomes exist, so records share their dictionaries.
  private var knownCategories: [KnownKey: [String: Bool]] = [:]

  private(set) var records: [Record] = []
  private(set) var badRows: [BadRow] = []
  private(set) var skipped: [String: Int] = [:]
  private(set) var rowCount = 0

  init(manifest: CorpusManifest, file: CorpusManifest.File, categories: [String]) {
    self.manifest = manifest
    self.file = file
    self.categories = categories
    views = file.views ?? manifest.views
    let name = file.path.split(separator: "/").last ?? ""
    stem = String(name.prefix { $0 != "." })
  }

  mutating func take(_ item: RowReader.Item) {
    rowCount += 1
    switch item {
    case .fault(let fault, let line): reject(fault, line: line)
    case .row(let row):
      for index in views.indices {
        do {
          if let record = try record(of: row, view: index) { records.append(record) }
        } catch {
          reject(error, line: row.line)
        }
      }
    }
  }

  private mutating func reject(_ fault: RowFault, line: Int) {
    badRows.append(BadRow(source: manifest.id, file: file.path, line: line, fault: fault))
  }

  private mutating func record(of row: SourceRow, view index: Int) throws(RowFault) -> Record? {
    let view = views[index]
    guard let field = row[view.text] else { throw .missingField(view.text) }
    let text = cleaned(try cut(field, by: view), erasing: view.erase)
    guard !text.isEmpty else { throw .blankText }
    guard let ruleIndex = view.rules.firstIndex(where: { $0.matches(row) }) else {
      throw .unknownLabel(labelText(of: row, in: view))
    }
    let rule = view.rules[ruleIndex]
    if let reason = rule.skip {
      skipped[reason, default: 0] += 1
      return nil
    }
    var named: [String] = []
    if let field = rule.positiveFrom {
      guard let value = row[field] else { throw .missingField(field) }
      named = value.split(separator: ",").map(String.init)
      if let stranger = named.first(where: { !categories.contains($0) }) { throw .unknownCategory(stranger) }
    }
    let flagged = rule.flags.isEmpty ? [:] : rule.flagged(row)
    // The law of a record: nothing is true of what is safe.
    guard rule.label != .safe || !flagged.values.contains(true) else {
      throw .unknownLabel(labelText(of: row, in: view))
    }
    let key = KnownKey(view: index, rule: ruleIndex, named: named, flagged: flagged)
    let known =
      knownCategories[key] ?? rule.knownCategories(named: named, of: categories).merging(flagged) { $1 }
    knownCategories[key] = known
    return Record(
      id: identifier(of: row, in: view), text: text, label: rule.label, categories: known,
      kind: rule.kind ?? view.kind, register: view.register.flatMap { row[$0] }, source: manifest.id,
      licence: view.licence.flatMap { row[$0] } ?? manifest.licence, language: manifest.language,
      group: group(of: row, in: view), history: (view.history ?? []).compactMap { row[$0] },
      origin: manifest.origin ?? .native,
      parent: view.parent.flatMap { row[$0] }, sourceText: view.sourceText.flatMap { row[$0] })
  }

  /// The part of a field between the view's marks.
  private func cut(_ field: String, by view: RecordView) throws(RowFault) -> String {
    guard let marks = view.between else { return field }
    guard let start = field.firstRange(of: marks[0])?.upperBound else { throw .missingSeparator }
    let end = field[start...].firstRange(of: marks[1])?.lowerBound ?? field.endIndex
    return String(field[start..<end])
  }

  private func identifier(of row: SourceRow, in view: RecordView) -> String {
    let own = view.id.flatMap { row[$0] } ?? String(row.line)
    let base = "\(manifest.id):\(stem):\(own)"
    return view.name.map { "\(base):\($0)" } ?? base
  }

  private func group(of row: SourceRow, in view: RecordView) -> String? {
    if let field = view.group, let value = row[field] { return "\(manifest.id):\(value)" }
    if let every = view.groupEvery, every > 0 {
      return "\(manifest.id):\(stem):\((rowCount - 1) / every)"
    }
    return nil
  }

  private func labelText(of row: SourceRow, in view: RecordView) -> String {
    Set(view.rules.flatMap(\.when.keys)).sorted().map { "\($0)=\(row[$0] ?? "")" }.joined(separator: " ")
  }
}

extension RowFault: Error {}

/// The text without the erased strings and without white space at its ends.
private func cleaned(_ text: String, erasing erased: [String]) -> String {
  var text = text
  for string in erased { text = text.split(separator: string).joined(separator: " ") }
  let scalars = text.unicodeScalars
  guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
    let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
  else { return "" }
  return String(scalars[first...last])
}
