/// Byte pair encoding: neighbours that together are a piece join, best score first, leftmost first among equals.
///
/// Few parts, as in a word, are searched for the best join again and again; many go through a heap, so that a
/// line of one character stays O(n log n). Source: `bpe_model.cc` of SentencePiece.
struct BPESegmenter: ~Copyable {
  /// From this many parts on the heap is used.
  static let heapThreshold = 32
  /// Stands for a part that was joined to the one before it.
  private static let gone: UInt32 = .max

  /// What each part is, and where it begins in the characters.
  private var parts = ScratchBuffer<UInt32>(capacity: 64)
  private var starts = ScratchBuffer<Int32>(capacity: 64)
  /// What each part and the next one join to.
  private var joins = ScratchBuffer<UInt32>(capacity: 64)
  private var next = ScratchBuffer<Int32>(capacity: 1)
  private var previous = ScratchBuffer<Int32>(capacity: 1)
  /// Ranks of joins over the places of their left parts, smallest first.
  private var heap = ScratchBuffer<UInt64>(capacity: 1)
  /// By number of an unused piece: what it was last joined from.
  private var origins: [UInt32: (left: UInt32, right: UInt32)] = [:]

  /// Cuts `symbols` and adds the pieces to `tokens`.
  mutating func segment(
    _ symbols: UnsafeBufferPointer<UInt32>, _ view: EncodingTables.View, _ pairs: BPETables.View,
    into tokens: inout ScratchBuffer<EncodingScratch.Token>
  ) {
    fill(symbols, view, pairs)
    let count = parts.count
    joins.reserve(count)
    next.reserve(count)
    previous.reserve(count)
    // Each join offers two others at the most.
    heap.reserve(3 * count)
    for index in 0..<count {
      next.base[index] = Int32(truncatingIfNeeded: index + 1)
      previous.base[index] = Int32(truncatingIfNeeded: index - 1)
      joins.base[index] =
        index + 1 < count ? look(parts.base[index], parts.base[index + 1], pairs) : BPETables.none
    }
    if count < Self.heapThreshold { joinBySearch(pairs) } else { joinByHeap(pairs) }
    tokens.reserve(tokens.count + symbols.count)
    for index in 0..<parts.count {
      let end = index + 1 < parts.count ? starts.base[index + 1] : Int32(symbols.count)
      emit(parts.base[index], until: end, from: starts.base[index], view, pairs, into: &tokens)
    }
  }

  /// One part for each character, or for a user-defined piece.
  @inline(__always)
  private mutating func fill(
    _ symbols: UnsafeBufferPointer<UInt32>, _ view: EncodingTables.View, _ pairs: BPETables.View
  ) {
    parts.reserve(symbols.count)
    starts.reserve(symbols.count)
    (parts.count, starts.count) = (0, 0)
    // SAFETY: symbols are those of the alphabet, which the tables cover.
    var index = 0
    while index < symbols.count {
      var length = 1
      var part = pairs.characters[Int(symbols[index])]
      if let begins = view.beginsUserDefined, begins[Int(symbols[index])],
        let match = view.tables.userDefinedPrefix(of: symbols, at: index)
      {
        part = pairs.userDefined[Int(match.id)]
        length = match.length
      }
      parts.push(part)
      starts.push(Int32(truncatingIfNeeded: index))
      index += length
    }
  }

  /// What two neighbours join to. Joins to unused pieces are noted down.
  @inline(__always)
  private mutating func look(
    _ left: UInt32, _ right: UInt32, _ pairs: BPETables.View
  ) -> UInt32 {
    let join = pairs.join(left, right)
    if pairs.hasUnused, join != BPETables.none { origins[join] = (left, right) }
    return join
  }

  private mutating func joinBySearch(_ pairs: BPETables.View) {
    let count = parts.count
    // SAFETY: all places are below the count that the buffers have room for.
    let (parts, starts, joins) = (parts.base, starts.base, joins.base)
    let (next, previous, keys) = (next.base, previous.base, heap.base)
    for place in 0..<count { keys[place] = UInt64(pairs.rank(joins[place])) << 32 | UInt64(place) }
    while true {
      // The smallest rank, and of equal ones the leftmost place: without a branch, which would go wrong often.
      var best = UInt64.max
      for place in 0..<count { best = min(best, keys[place]) }
      guard best < UInt64(BPETables.none) << 32 else { break }
      let place = Int(best & 0xFFFF_FFFF)
      let right = Int(next[place])
      parts[place] = joins[place]
      parts[right] = Self.gone
      keys[right] = .max
      let after = Int(next[right])
      next[place] = Int32(truncatingIfNeeded: after)
      var join = BPETables.none
      if after < count {
        previous[after] = Int32(truncatingIfNeeded: place)
        join = look(parts[place], parts[after], pairs)
      }
      joins[place] = join
      keys[place] = UInt64(pairs.rank(join)) << 32 | UInt64(place)
      let before = Int(previous[place])
      if before >= 0 {
        let join = look(parts[before], parts[place], pairs)
        joins[before] = join
        keys[before] = UInt64(pairs.rank(join)) << 32 | UInt64(before)
      }
    }
    removeGone()
  }

  /// Closes the ranks after joining.
  @inline(__always)
  private mutating func removeGone() {
    var kept = 0
    for place in 0..<parts.count where parts.base[place] != Self.gone {
      parts.base[kept] = parts.base[place]
      starts.base[kept] = starts.base[place]
      kept += 1
    }
    parts.count = kept
    starts.count = kept
  }

  private mutating func joinByHeap(_ pairs: BPETables.View) {
    let count = parts.count
    heap.count = 0
    for index in 0..<count { offer(index, pairs) }
    while let (rank, left) = popFirst() {
      let right = Int(next.base[left])
      // The offer stands if the part is still there and joins with the next one at the same rank.
      guard right < count, parts.base[left] != Self.gone, pairs.rank(joins.base[left]) == rank else {
        continue
      }
      parts.base[left] = joins.base[left]
      parts.base[right] = Self.gone
      let after = next.base[right]
      next.base[left] = after
      joins.base[left] = BPETables.none
      if let before = Int(exactly: previous.base[left]), before >= 0 {
        joins.base[before] = look(parts.base[before], parts.base[left], pairs)
        offer(before, pairs)
      }
      if Int(after) < count {
        previous.base[Int(after)] = Int32(truncatingIfNeeded: left)
        joins.base[left] = look(parts.base[left], parts.base[Int(after)], pairs)
        offer(left, pairs)
      }
    }
    removeGone()
  }

  @inline(__always)
  private mutating func offer(_ left: Int, _ pairs: BPETables.View) {
    let join = joins.base[left]
    guard join != BPETables.none else { return }
    let entry = UInt64(pairs.rank(join)) << 32 | UInt64(left)
    heap.reserve(heap.count + 1)
    var child = heap.count
    heap.count += 1
    let entries = heap.base
    while child > 0, entry < entries[(child - 1) / 2] {
      entries[child] = entries[(child - 1) / 2]
      child = (child - 1) / 2
    }
    entries[child] = entry
  }

  @inline(__always)
  private mutating func popFirst() -> (rank: UInt32, left: Int)? {
    guard heap.count > 0 else { return nil }
    let entries = heap.base
    let first = entries[0]
    heap.count -= 1
    let count = heap.count
    let last = entries[count]
    var parent = 0
    while 2 * parent + 1 < count {
      var child = 2 * parent + 1
      if child + 1 < count, entries[child + 1] < entries[child] { child += 1 }
      guard entries[child] < last else { break }
      entries[parent] = entries[child]
      parent = child
    }
    entries[parent] = last
    return (UInt32(truncatingIfNeeded: first >> 32), Int(first & 0xFFFF_FFFF))
  }

  /// Adds a part; an unused piece as what it was joined from, until that is in use or nothing is known of it.
  @inline(__always)
  private func emit(
    _ part: UInt32, until end: Int32, from start: Int32, _ view: EncodingTables.View,
    _ pairs: BPETables.View,
    into tokens: inout ScratchBuffer<EncodingScratch.Token>
  ) {
    let id = part == BPETables.none ? -1 : pairs.ids[Int(part)]
    guard pairs.hasUnused, id >= 0, view.tables.vocabulary.types[Int(id)] == .unused else {
      tokens.push(EncodingScratch.Token(id: id, end: end))
      return
    }
    emitParts(of: part, start..<end, view.tables, pairs, into: &tokens)
  }

  /// How deep unused pieces are taken apart, as in SentencePiece.
  private static let maximumDepth = 100

  private func emitParts(
    of part: UInt32, _ range: Range<Int32>, _ tables: EncodingTables, _ pairs: BPETables.View,
    into tokens: inout ScratchBuffer<EncodingScratch.Token>
  ) {
    var pending: [(part: UInt32, depth: Int)] = [(part, 0)]
    var start = range.lowerBound
    while let (part, depth) = pending.popLast() {
      let id = part == BPETables.none ? -1 : pairs.ids[Int(part)]
      let isUnused = id >= 0 && tables.vocabulary.types[Int(id)] == .unused
      if isUnused, depth <= Self.maximumDepth, let origin = origins[part] {
        pending.append((origin.right, depth + 1))
        pending.append((origin.left, depth + 1))
        continue
      }
      start += Int32(truncatingIfNeeded: tables.characterCount(ofPart: part, id))
      let isKept = !isUnused || depth > Self.maximumDepth
      tokens.append(EncodingScratch.Token(id: isKept ? id : -1, end: start))
    }
  }

  /// Forgets what earlier texts were joined from.
  mutating func beginText() { if !origins.isEmpty { origins = [:] } }
}
