import Datasets

/// What a corpus is made of, in numbers.
public struct CorpusStatistics: Codable, Equatable, Sendable {
  /// The numbers of one split or of the whole.
  public struct Part: Codable, Equatable, Sendable {
    /// The split's name, or `all`.
    public var name: String
    /// The number of rows.
    public var rows: Int
    /// Rows by property and value: `label`, `kind`, `origin`, `source`, `licence`, `register`, `category`.
    public var counts: [String: [String: Int]]
    /// Texts by length: the number of texts of so many scalars up to the next bound, see ``bounds``.
    public var lengths: [Int]
    /// Scalars in a text: the least, the quartiles and the most.
    public var quartiles: [Int]
    /// Of 100 texts so many different last two syllables: a measure of how varied sentence endings are.
    public var distinctEndingsPerHundred: Double
  }

  /// The lower bounds of the length classes, in scalars.
  public static let bounds = [1, 6, 11, 16, 21, 31, 41, 61, 81, 121, 201, 401]

  /// The splits, then the whole.
  public var parts: [Part]

  /// The numbers of splits and of all their rows.
  public init(splits: [CuratedCorpus.Split]) {
    parts = splits.map { Self.part($0.name, $0.records) }
    parts.append(Self.part("all", splits.flatMap(\.records)))
  }

  private static func part(_ name: String, _ records: [Record]) -> Part {
    var counts: [String: [String: Int]] = [:]
    var lengths = [Int](repeating: 0, count: bounds.count)
    var all: [Int] = []
    var endings: Set<[UInt32]> = []
    for record in records {
      func count(_ property: String, _ value: String?) {
        counts[property, default: [:]][value ?? "unknown", default: 0] += 1
      }
      count("label", record.label?.rawValue)
      count("kind", record.kind.rawValue)
      count("origin", record.origin?.rawValue)
      count("source", record.source)
      count("licence", record.licence)
      count("register", record.register)
      for (slug, isTrue) in record.categories where isTrue { count("category", slug) }
      let length = record.text.unicodeScalars.count
      all.append(length)
      lengths[(bounds.firstIndex { $0 > length } ?? bounds.count) - (length > 0 ? 1 : 0)] += 1
      let letters = record.text.unicodeScalars.filter { (0xAC00...0xD7A3).contains($0.value) }
      endings.insert(letters.suffix(2).map(\.value))
    }
    all.sort()
    let quartiles = all.isEmpty ? [] : (0...4).map { all[$0 * (all.count - 1) / 4] }
    return Part(
      name: name, rows: records.count, counts: counts, lengths: lengths, quartiles: quartiles,
      distinctEndingsPerHundred: records.isEmpty ? 0 : 100 * Double(endings.count) / Double(records.count))
  }
}
