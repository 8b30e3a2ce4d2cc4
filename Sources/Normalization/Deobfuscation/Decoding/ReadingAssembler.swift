/// Makes a ``Reading`` of a path of the ``Decoder``.
struct ReadingAssembler {
  let text: AlignedText
  let units: [Unit]
  let nodes: [Decoder.Node]

  private struct Piece {
    var from: Int
    var to: Int
    var read: [UInt8]
    var rule: DeobfuscationRule
    var cost: Float
  }

  func reading(_ path: Decoder.Path) -> Reading {
    var trail: [Decoder.Node] = []
    var node = path.node
    while node >= 0 {
      trail.append(nodes[Int(node)])
      node = nodes[Int(node)].parent
    }
    var builder = AlignedTextBuilder(over: text)
    var changes: [Change] = []
    for piece in pieces(trail.reversed()) {
      let start = offset(piece.from)
      let end = offset(piece.to)
      builder.copy(upTo: start)
      if start == end {
        builder.replace(upTo: end, with: piece.read)
      } else {
        builder.replace(upTo: end, with: piece.read)
      }
      changes.append(
        Change(
          rule: piece.rule, source: text.sourceRange(of: start..<end),
          from: String(decoding: text.utf8[start..<end], as: UTF8.self),
          to: String(decoding: piece.read, as: UTF8.self), cost: piece.cost))
    }
    guard !changes.isEmpty else { return Reading(text: text, cost: path.cost, changes: []) }
    return Reading(text: builder.finishCopyingRest(), cost: path.cost, changes: changes)
  }

  private func offset(_ unit: Int) -> Int {
    unit < units.count ? Int(units[unit].start) : text.utf8.count
  }

  /// What the path changes: neighbouring changes by one rule are one.
  private func pieces(_ trail: [Decoder.Node]) -> [Piece] {
    var pieces: [Piece] = []
    // A word's first syllables stand on nodes without width, before the node that covers what is written.
    for node in trail {
      let from = Int(node.from)
      let to = Int(node.to)
      guard let rule = rule(of: node) else { continue }
      var read: [UInt8] = []
      if node.scalar != 0 { UTF8Scalar.append(node.scalar, to: &read) }
      if let last = pieces.last, last.rule == rule, last.to == from {
        pieces[pieces.count - 1].to = to
        pieces[pieces.count - 1].read += read
        pieces[pieces.count - 1].cost += node.cost
      } else {
        pieces.append(Piece(from: from, to: to, read: read, rule: rule, cost: node.cost))
      }
    }
    return pieces
  }

  /// Why the node reads otherwise than is written; nil if it does not.
  private func rule(of node: Decoder.Node) -> DeobfuscationRule? {
    if node.rule != Edge.asWritten { return DeobfuscationRule.numbered[Int(node.rule)] }
    let written = units[Int(node.from)].written
    guard written != node.scalar else { return nil }
    guard let wrote = Hangul.jamo(of: written), let read = Hangul.jamo(of: node.scalar) else {
      return .lookalike
    }
    if wrote.leading == read.leading, wrote.vowel == read.vowel, wrote.trailing != 0 {
      return .batchimStuffing
    }
    return .soundalike
  }
}
