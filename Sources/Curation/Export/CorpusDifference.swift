import Datasets

/// What tells two builds apart.
public struct CorpusDifference: Equatable, Sendable {
  /// Identifiers of rows that only the first has, in its order.
  public var removed: [String] = []
  /// Identifiers of rows that only the second has, in its order.
  public var added: [String] = []
  /// Identifiers of rows whose text, label, categories or another member differ, with the names of these.
  public var changed: [(id: String, members: [String])] = []
  /// Identifiers of rows that went from one split to another.
  public var moved: [(id: String, from: String, to: String)] = []
  /// The number of rows that are the same in both.
  public var same = 0

  /// Whether the builds hold the same rows in the same splits.
  public var isEmpty: Bool { removed.isEmpty && added.isEmpty && changed.isEmpty && moved.isEmpty }

  /// Compares two builds row by row.
  public init(from first: [CuratedCorpus.Split], to second: [CuratedCorpus.Split]) {
    var old: [String: (record: Record, split: String)] = [:]
    for split in first { for record in split.records { old[record.id] = (record, split.name) } }
    var seen: Set<String> = []
    for split in second {
      for record in split.records {
        seen.insert(record.id)
        guard let before = old[record.id] else {
          added.append(record.id)
          continue
        }
        let members = Self.members(before.record, record)
        if !members.isEmpty { changed.append((record.id, members)) }
        if before.split != split.name { moved.append((record.id, before.split, split.name)) }
        if members.isEmpty && before.split == split.name { same += 1 }
      }
    }
    removed = first.flatMap(\.records).map(\.id).filter { !seen.contains($0) }
  }

  /// Whether two differences name the same rows.
  public static func == (left: CorpusDifference, right: CorpusDifference) -> Bool {
    left.removed == right.removed && left.added == right.added && left.same == right.same
      && left.changed.elementsEqual(right.changed) { $0 == $1 }
      && left.moved.elementsEqual(right.moved) { $0 == $1 }
  }

  private static func members(_ a: Record, _ b: Record) -> [String] {
    let pairs: [(String, Bool)] = [
      ("text", a.text.utf8.elementsEqual(b.text.utf8)), ("label", a.label == b.label),
      ("categories", a.categories == b.categories), ("kind", a.kind == b.kind),
      ("register", a.register == b.register), ("origin", a.origin == b.origin),
      ("licence", a.licence == b.licence), ("group", a.group == b.group), ("parent", a.parent == b.parent),
      ("source_text", a.sourceText == b.sourceText), ("operations", a.operations == b.operations),
    ]
    return pairs.filter { !$0.1 }.map(\.0)
  }
}
