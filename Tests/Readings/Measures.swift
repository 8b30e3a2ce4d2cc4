import Foundation
import Normalization

/// Character errors and exact restorations of a set of pairs.
struct RestorationScore {
  var characters = 0
  var before = 0
  var after = 0
  var exact = 0
  var rows = 0

  mutating func add(clean: [UInt32], written: [UInt32], read: [UInt32]) {
    characters += clean.count
    before += EditDistance.between(clean, written)
    let rest = EditDistance.between(clean, read)
    after += rest
    exact += rest == 0 ? 1 : 0
    rows += 1
  }

  var line: String {
    String(
      format: "%5d  %6.2f %%  %6.2f %%  %6.2f %%", rows, 100 * Double(before) / Double(max(1, characters)),
      100 * Double(after) / Double(max(1, characters)), 100 * Double(exact) / Double(max(1, rows)))
  }
}

/// Levenshtein's distance.
enum EditDistance {
  static func between(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = row[j + 1]
        row[j + 1] = cost
      }
    }
    return row[b.count]
  }
}
