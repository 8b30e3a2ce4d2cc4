import Datasets
import Foundation

/// Near-duplicate search over the lines of one file.
public struct NearDuplicateFile: Sendable {
  /// A pair of near duplicates by line number, from 1.
  public struct Pair: Equatable, Sendable {
    /// The earlier line.
    public var first: Int
    /// The later line.
    public var second: Int
    /// The Jaccard index of their n-gram sets.
    public var jaccard: Double
  }

  /// The lines of the file.
  public let lines: [[UInt8]]
  /// Texts shorter than one n-gram, for which only equality can tell a duplicate.
  public let tooShortToJudge: Int
  private let search: NearDuplicates

  /// Reads a file and prepares the search. With `field` each line is a JSON object and the text is its member.
  public init(
    _ url: URL, field: String?, gram: Int, jaccard: Double, threads: Int
  ) throws(CurationError) {
    var read: [[UInt8]] = []
    try PackedLines.forEach(in: url, lastLineNeedsEnd: false) { bytes, _ in read.append(bytes) }
    let lines = read
    self.lines = lines
    let length = 4096
    let parts = concurrentMap((lines.count + length - 1) / length, threads: threads) { chunk -> [TextKey?] in
      lines[chunk * length..<min(lines.count, (chunk + 1) * length)].map { line in
        guard let field else { return TextKey(String(decoding: line, as: UTF8.self)) }
        return Self.text(of: field, in: line).map { TextKey($0) }
      }
    }
    var keys: [TextKey] = []
    keys.reserveCapacity(lines.count)
    for key in parts.joined() {
      guard let key else {
        throw .unreadable(path: url.path, reason: "line \(keys.count + 1) has no text in \(field ?? "")")
      }
      keys.append(key)
    }
    tooShortToJudge = keys.count { $0.jamo.count < gram }
    var settings = NearDuplicates.Settings()
    settings.gram = gram
    settings.jaccard = jaccard
    var search = NearDuplicates(settings: settings, reservingTexts: keys.count)
    search.add(contentsOf: keys, threads: threads)
    self.search = search
  }

  /// Every pair of near duplicates, in order.
  public func pairs() -> [Pair] {
    search.pairs().map { Pair(first: $0.left + 1, second: $0.right + 1, jaccard: $0.jaccard) }
  }

  /// The indices of the lines that survive: the first of each cluster.
  public func survivors() -> [Int] {
    var sets = DisjointSets(count: lines.count)
    search.unite(in: &sets)
    return lines.indices.filter { sets.find($0) == $0 }
  }

  private static func text(of field: String, in line: [UInt8]) -> String? {
    var reader = RowReader(format: .jsonLines)
    var text: String?
    let take = { (item: RowReader.Item) in
      if case .row(let row) = item { text = row[field] }
    }
    reader.consume(line, emit: take)
    reader.finish(emit: take)
    return text
  }
}
