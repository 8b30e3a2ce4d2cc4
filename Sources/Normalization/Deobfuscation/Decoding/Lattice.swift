/// One way to read the units from a place on up to ``to``.
struct Edge {
  enum Kind: UInt8 {
    /// A syllable as if it were written, which may still be spelled by sound.
    case syllable
    /// The unit itself.
    case literal
    /// Nothing.
    case skip
    /// The scalars of a table's entry.
    case word
  }

  var to: Int32
  var kind: Kind
  var leading: UInt8 = 0
  var vowel: UInt8 = 0
  var trailing: UInt8 = 0
  var rule: UInt8 = Edge.asWritten
  var cost: Float = 0
  /// For a word: which one of ``ChannelTables/words`` or, from ``Lattice/ownWords`` on, of the lattice's.
  var word: Int32 = 0

  static let asWritten: UInt8 = 255
}

extension DeobfuscationRule {
  static let numbered = allCases
  var number: UInt8 { UInt8(Self.numbered.firstIndex(of: self) ?? 0) }
}

/// The ways to read each stretch of a text, before sound and the language model have spoken.
struct Lattice {
  let units: [Unit]
  let written: WrittenText
  /// The units that may be read otherwise.
  let suspects: [Bool]
  let tables: ChannelTables
  let prices: Prices
  /// The onset of the syllable that most likely begins at each unit; ``SoundChannel/edge`` where none does.
  let onsets: [UInt8]
  private let removal: Float
  let spaceRemoval: Float
  let spaceInsertion: Float
  /// From here on there is nothing but signs and spaces.
  private let tail: Int

  init(units: [Unit], written: WrittenText, suspects: [Bool], tables: ChannelTables, prices: Prices) {
    self.units = units
    self.written = written
    self.suspects = suspects
    self.tables = tables
    self.prices = prices
    var onsets = [UInt8](repeating: UInt8(SoundChannel.edge), count: units.count + 1)
    var signs = 0
    for index in units.indices {
      let unit = units[index]
      if unit.kind == .syllable {
        onsets[index] = UInt8((unit.scalar - 0xAC00) / 588)
      } else if unit.kind == .jamo, index + 1 < units.count, units[index + 1].kind == .jamo,
        units[index + 1].scalar >= 0x314F, let onset = Jamo.onset(of: unit.scalar)
      {
        onsets[index] = UInt8(onset)
      } else if unit.kind == .sign, unit.written >= 0xA0 {
        signs += 1
      }
    }
    self.onsets = onsets
    let syllables = units.count { $0.kind == .syllable }
    let spaces = units.count { $0.kind == .space }
    spaceInsertion =
      spaces == 0 && syllables >= 8 ? prices.spaceInsertionWithoutSpaces : prices.spaceInsertion
    let words = units.split { $0.kind == .space }.filter { word in word.contains { $0.kind == .syllable } }
    let isScattered = words.count >= 4 && Double(syllables) < 2.2 * Double(words.count)
    spaceRemoval = isScattered ? prices.spaceRemovalAmongMany : prices.spaceRemoval
    let last = units.lastIndex { $0.kind != .space && ($0.kind != .sign || $0.written < 0xA0) }
    tail = last.map { $0 + 1 } ?? units.count
    removal = max(prices.removalLeast, prices.removal - prices.removalFall * Float(max(0, signs - 1)))
  }

  /// The scalars of an edge's word.
  func word(_ edge: Edge) -> [UInt32] {
    let index = Int(edge.word)
    return index < Self.ownWords ? tables.words[index] : keyed[index - Self.ownWords]
  }

  static let ownWords = 1 << 24
  /// Words that were typed with the keyboard switched.
  var keyed: [[UInt32]] = []

  /// The edges that leave unit `at`.
  mutating func edges(at: Int, into edges: inout [Edge]) {
    edges.removeAll(keepingCapacity: true)
    let unit = units[at]
    let next = Int32(at + 1)
    guard suspects[at] else {
      edges.append(Edge(to: next, kind: .literal))
      return
    }
    switch unit.kind {
    case .syllable:
      let index = unit.scalar - 0xAC00
      let trailing = UInt8(index % 28)
      let edge = Edge(
        to: next, kind: .syllable, leading: UInt8(index / 588), vowel: UInt8(index % 588 / 28),
        trailing: trailing)
      edges.append(edge)
      if trailing == 0 { addCodas(to: edge, after: at + 1, &edges) }
      if isDrawnOut(at) {
        edges.append(
          Edge(to: next, kind: .skip, rule: DeobfuscationRule.repetition.number, cost: prices.repetition))
      }
    case .space:
      edges.append(Edge(to: next, kind: .literal))
      if at >= tail, tail < units.count {
        edges.append(Edge(to: next, kind: .skip, rule: DeobfuscationRule.separator.number, cost: 0.1))
      }
      edges.append(Edge(to: next, kind: .skip, rule: DeobfuscationRule.spacing.number, cost: spaceRemoval))
    case .invisible:
      // Joiners between emoji make one of them.
      let touchesHangul = at > 0 && units[at - 1].isHangul || at + 1 < units.count && units[at + 1].isHangul
      edges.append(
        touchesHangul
          ? Edge(to: next, kind: .skip, rule: DeobfuscationRule.separator.number, cost: 0)
          : Edge(to: next, kind: .literal))
    default:
      edges.append(Edge(to: next, kind: .literal))
      addRemoval(at, &edges)
      addComposed(at, &edges)
    }
    addWholes(at, &edges)
    if let keyed = keyboardEdge(at) { edges.append(keyed) }
  }

  private func matches(_ written: [UInt32], at: Int) -> Bool {
    guard at + written.count <= units.count else { return false }
    for (offset, scalar) in written.enumerated().dropFirst() {
      let unit = units[at + offset]
      guard unit.scalar == scalar || unit.written == scalar else { return false }
    }
    return true
  }

  // MARK: Jamo

  private func entries(at: Int, _ part: ChannelTables.Part) -> [ChannelTables.JamoEntry] {
    guard at < units.count else { return [] }
    let unit = units[at]
    var found = tables.jamo[unit.scalar] ?? []
    if unit.written != unit.scalar { found += tables.jamo[unit.written] ?? [] }
    return found.filter { $0.part == part && matches($0.written, at: at) }
  }

  /// Syllables written in parts.
  private func addComposed(_ at: Int, _ edges: inout [Edge]) {
    let foreign = isForeignWord(at) ? prices.foreignWord : 0
    for onset in entries(at: at, .onset) {
      for vowel in entries(at: at + onset.written.count, .vowel) {
        let end = at + onset.written.count + vowel.written.count
        var rule = onset.rule == .jamoSplit ? vowel.rule : onset.rule
        if rule == .jamoSplit, units[at].kind == .latin { rule = .latin }
        let edge = Edge(
          to: Int32(end), kind: .syllable, leading: onset.jamo, vowel: vowel.jamo, rule: rule.number,
          cost: prices.composition + onset.cost + vowel.cost + (isUpper(at) ? prices.upperCase : 0) + foreign)
        edges.append(edge)
        addCodas(to: edge, after: end, &edges)
      }
      for rime in entries(at: at + onset.written.count, .rime) {
        edges.append(
          Edge(
            to: Int32(at + onset.written.count + rime.written.count), kind: .syllable, leading: onset.jamo,
            vowel: rime.jamo, trailing: rime.coda, rule: rime.rule.number,
            cost: prices.composition + onset.cost + rime.cost))
      }
    }
    guard units[at].kind == .latin || units[at].kind == .jamo else { return }
    for vowel in entries(at: at, .vowel) where vowel.rule == .latin || units[at].kind == .jamo {
      let end = at + vowel.written.count
      let edge = Edge(
        to: Int32(end), kind: .syllable, leading: 11, vowel: vowel.jamo, rule: vowel.rule.number,
        cost: prices.composition + prices.missingOnset + vowel.cost + foreign)
      edges.append(edge)
      addCodas(to: edge, after: end, &edges)
    }
  }

  /// An open syllable and a coda that stands behind it by itself.
  private func addCodas(to open: Edge, after end: Int, _ edges: inout [Edge]) {
    guard end < units.count, units[end].kind != .syllable, units[end].kind != .space else { return }
    for coda in entries(at: end, .coda) {
      var edge = open
      edge.to = Int32(end + coda.written.count)
      edge.trailing = coda.jamo
      edge.cost += coda.cost + (open.rule == Edge.asWritten ? prices.composition : 0)
      if edge.rule == Edge.asWritten || edge.rule == DeobfuscationRule.jamoSplit.number {
        edge.rule = coda.rule.number
      }
      // A coda that the next vowel wants as its onset belongs there.
      if Int(edge.to) < units.count, units[Int(edge.to)].kind == .jamo, units[Int(edge.to)].scalar >= 0x314F {
        edge.cost += prices.stolenOnset
      }
      edges.append(edge)
    }
  }

  /// Whether the Latin letters around `at` touch no Hangul: a foreign word, more likely than not.
  private func isForeignWord(_ at: Int) -> Bool {
    guard units[at].kind == .latin else { return false }
    var start = at
    while start > 0, at - start < 16, units[start - 1].kind == .latin { start -= 1 }
    if start > 0, units[start - 1].isHangul { return false }
    var end = at
    // Longer runs are no syllables of ours, and looking for their end would cost time.
    while end < units.count, end - at < 16, units[end].kind == .latin { end += 1 }
    return end >= units.count || !units[end].isHangul
  }

  /// Whether a Latin capital stands at `at`, next to another one: an abbreviation, more likely than not.
  private func isUpper(_ at: Int) -> Bool {
    func isCapital(_ index: Int) -> Bool {
      units.indices.contains(index) && units[index].written >= 0x41 && units[index].written <= 0x5A
    }
    return isCapital(at) && (isCapital(at - 1) || isCapital(at + 1))
  }

  // MARK: Whole syllables and words

  private func addWholes(_ at: Int, _ edges: inout [Edge]) {
    let unit = units[at]
    if unit.kind == .syllable, !tables.beginsWhole[Int(unit.scalar - 0xAC00)] { return }
    for entry in tables.wholes[unit.scalar] ?? [] { addWhole(entry, at, &edges) }
    if unit.written != unit.scalar {
      for entry in tables.wholes[unit.written] ?? [] { addWhole(entry, at, &edges) }
    }
  }

  private func addWhole(_ entry: ChannelTables.WholeEntry, _ at: Int, _ edges: inout [Edge]) {
    guard matches(entry.written, at: at) else { return }
    let end = at + entry.written.count
    if entry.isWord {
      let kind = units[at].kind
      if at > 0, units[at - 1].kind == kind { return }
      if end < units.count, units[end].kind == kind { return }
    }
    var edge = Edge(to: Int32(end), kind: .word, rule: entry.rule.number, cost: entry.cost)
    if entry.read.isEmpty {
      edge.kind = .skip
      edge.cost = min(edge.cost, removal)
    } else if entry.read.count == 1, let jamo = Hangul.jamo(of: entry.read[0]) {
      edge.kind = .syllable
      edge.leading = UInt8(jamo.leading)
      edge.vowel = UInt8(jamo.vowel)
      edge.trailing = UInt8(jamo.trailing)
    } else {
      edge.word = entry.word
    }
    edges.append(edge)
  }

  // MARK: Nothing

  private func isDrawnOut(_ at: Int) -> Bool {
    guard at > 0, let before = Hangul.jamo(of: units[at - 1].scalar),
      let jamo = Hangul.jamo(of: units[at].scalar)
    else { return false }
    return jamo.leading == 11 && jamo.trailing == 0 && jamo.vowel == before.vowel && before.trailing == 0
  }

  private func addRemoval(_ at: Int, _ edges: inout [Edge]) {
    let unit = units[at]
    let isInside = at > 0 && at + 1 < units.count && units[at - 1].isHangul && units[at + 1].isHangul
    var cost: Float
    switch unit.kind {
    case .sign where unit.written >= 0xA0: cost = isInside ? min(removal, prices.removalInside) : removal
    case .sign: cost = isInside ? prices.removalInside + 1 : removal + 2
    case .digit where isInside: cost = prices.removalInside + 1.5
    case .digit where unit.scalar == 0x31: cost = removal + 3
    case .jamo where isInside && unit.scalar >= 0x314F: cost = prices.repetition
    default: return
    }
    cost = max(cost, 0.1)
    edges.append(Edge(to: Int32(at + 1), kind: .skip, rule: DeobfuscationRule.separator.number, cost: cost))
  }
}
