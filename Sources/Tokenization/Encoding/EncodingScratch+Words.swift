/// Words from the cache, and into it.
extension EncodingScratch {
  /// Adds the pieces of a word from the cache; `space` is the place of the `▁` before it.
  @inline(__always)
  mutating func append(
    _ entry: WordCache.Entry, _ range: Range<Int>, space: Range<Int>?, _ view: EncodingTables.View
  ) {
    let count = entry.count
    let found = entry.ids
    ids.reserve(ids.count + 24)
    // SAFETY: there is room, and an entry holds `count` ids.
    let end = ids.base + ids.count
    // Three always: that costs less than counting, and those too many are written over.
    (end[0], end[1], end[2]) = (found[0], found[1], found[2])
    if count > 3 { (end + 3).update(from: found + 3, count: count &- 3) }
    ids.count &+= count
    endsUnknown = false
    if view.segmenter == .unigram {
      for index in 0..<count { unigram.score += view.scores[Int(found[index])] }
    }
    if wantsSpans { appendSpans(entry, range, space: space, view) }
  }

  /// The places of the pieces follow from their lengths: each is a piece of text.
  private mutating func appendSpans(
    _ entry: WordCache.Entry, _ range: Range<Int>, space: Range<Int>?, _ view: EncodingTables.View
  ) {
    spans.reserve(spans.count + entry.count)
    // Where the text would begin if the `▁` were a part of it.
    var start = range.lowerBound - (space == nil ? 0 : 3)
    for index in 0..<entry.count {
      let end = start + Int(view.lengths[Int(entry.ids[index])])
      let lower = start < range.lowerBound ? space?.lowerBound ?? start : start
      let upper = end <= range.lowerBound ? space?.upperBound ?? end : end
      spans.push(lower..<upper)
      start = end
    }
  }

  /// Keeps a word that was just cut into the ids from `first` on, if its cut holds after any other words.
  ///
  /// Under byte pair encoding it always does. Under a unigram model the sums of scores are rounded, more
  /// coarsely the larger the sum before the word: an addition errs by no more than 2^-24 of its result, a path
  /// of n pieces by n times that. As long as the best path is better by more than twice that wherever it had a
  /// choice, it stays the best path.
  mutating func keep(
    _ key: WordCache.Key, _ hash: UInt64, from first: Int, characters: Int, scoreBefore: Float,
    _ view: EncodingTables.View
  ) {
    let count = ids.count - first
    guard count <= cache.maximumIDs, !endsUnknown else { return }
    var limit = Float.infinity
    var isAllText = true
    for index in 0..<tokens.count where tokens.base[index].id < 0 {
      // A character that is in no piece: bytes, or the unknown piece, which may join the one of the next word.
      guard view.hasByteFallback else { return }
      isAllText = false
    }
    if view.segmenter == .unigram {
      guard isAllText else { return }
      let worst = Float(characters) * view.largestScore
      let step = Float(characters) * Self.roundingError
      limit = min(
        unigram.gap / step - abs(scoreBefore) - 2 * worst, UnigramSegmenter.resetThreshold * 0.9 - worst)
      guard limit > 0 else { return }
    }
    cache.store(
      key, hash: hash, ids: UnsafeBufferPointer(start: ids.base + first, count: count), limit: limit,
      isAllText: isAllText)
  }

  /// Twice 2^-24, and a sixth more for the roundings of this reckoning itself.
  private static let roundingError: Float = 1.4e-7
}
