/// The terms whose appearance speaks for a reading.
struct LexiconEvidence: Sendable {
  private var byFirst: [UInt32: [[UInt32]]] = [:]

  var isEmpty: Bool { byFirst.isEmpty }

  init(_ terms: [[UInt32]]) {
    for term in terms { if let first = term.first { byFirst[first, default: []].append(term) } }
  }

  /// Whether `reading` has a term where `text` has other scalars: one that a change made.
  func supports(_ reading: Reading) -> Bool {
    guard !isEmpty else { return false }
    let scalars = String(decoding: reading.text.utf8, as: UTF8.self).scalarValues
    var starts: [Int] = []
    var offset = 0
    for scalar in scalars {
      starts.append(offset)
      offset += Unicode.Scalar(scalar).map { UTF8.width($0) } ?? 3
    }
    starts.append(offset)
    for index in scalars.indices {
      for term in byFirst[scalars[index]] ?? [] where scalars[index...].starts(with: term) {
        let source = reading.text.sourceRange(of: starts[index]..<starts[index + term.count])
        if reading.changes.contains(where: { $0.rule != .spacing && $0.source.overlaps(source) }) {
          return true
        }
      }
    }
    return false
  }
}
