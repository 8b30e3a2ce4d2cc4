/// A regular expression of the kind that `tokenizer.json` files cut text with.
///
/// What Oniguruma's Ruby syntax means by it, for the part of the syntax that published tokenizers use: literals, sets,
/// `\p{…}`, `\s`, `\d`, `\w`, groups, `(?i:…)`, look-ahead, alternatives, and greedy, lazy and possessive repetition.
/// Anything else is refused when the pattern is read. A match takes the first alternative that works, as backtracking
/// engines do. Matching gives up on a place, and at last on the whole text, after a number of steps that no published
/// pattern comes near, so that none hangs.
struct SplitPattern: Sendable {
  enum Instruction: Sendable, Equatable {
    case set(Int)
    /// Tries the first way, then the second.
    case split(Int, Int)
    case jump(Int)
    /// Goes on behind `next` if what stands here until `accept` matches (or not), without moving.
    case look(isNegated: Bool, next: Int)
    /// Goes on behind `next` with the first match of what stands here, and never tries another.
    case atomic(next: Int)
    /// Fails unless something was matched since the same mark was last passed.
    case progress(Int)
    case lineStart
    case lineEnd
    case accept
  }

  let instructions: [Instruction]
  let sets: [ScalarSet]
  let marks: Int

  /// Reads `pattern`. Throws ``TokenizationError/malformedPattern(pattern:offset:)``.
  init(_ pattern: String) throws(TokenizationError) {
    var parser = SplitPatternParser(pattern)
    self = try parser.parse()
  }

  /// A pattern that matches `literal` itself.
  init(literal: [UInt32]) {
    var sets: [ScalarSet] = []
    for scalar in literal { sets.append(ScalarSet([.range(scalar...scalar)])) }
    self.init(instructions: sets.indices.map { .set($0) } + [.accept], sets: sets, marks: 0)
  }

  init(instructions: [Instruction], sets: [ScalarSet], marks: Int) {
    (self.instructions, self.sets, self.marks) = (instructions, sets, marks)
  }

  /// The matches in `text`, from left to right; none lies in another.
  func matches(in text: [UInt32]) -> [Range<Int>] {
    text.withUnsafeBufferPointer { text in
      var matches: [Range<Int>] = []
      var offset = 0
      var left = 1_000_000 + 1000 * text.count
      while offset < text.count {
        let most = min(left, 10_000 + 64 * (text.count - offset))
        var steps = most
        defer { left -= most - steps }
        if let end = end(from: 0, at: offset, in: text, steps: &steps), end > offset {
          matches.append(offset..<end)
          offset = end
        } else {
          offset += 1
        }
      }
      return matches
    }
  }

  /// Where the match of the program from `start` ends that begins at `offset`.
  private func end(
    from start: Int, at offset: Int, in text: UnsafeBufferPointer<UInt32>, steps: inout Int
  ) -> Int? {
    var marked = [Int](repeating: -1, count: marks)
    var pending: [(counter: Int, place: Int, marked: [Int])] = []
    var (counter, place) = (start, offset)
    while true {
      steps -= 1
      if steps < 0 { return nil }
      var hasFailed = false
      switch instructions[counter] {
      case .accept: return place
      case .set(let index):
        hasFailed = place >= text.count || !sets[index].contains(text[place])
        (counter, place) = (counter + 1, place + 1)
      case .split(let first, let second):
        pending.append((second, place, marked))
        counter = first
      case .jump(let target): counter = target
      case .progress(let mark):
        hasFailed = marked[mark] == place
        marked[mark] = place
        counter += 1
      case .look(let isNegated, let next):
        hasFailed = (end(from: counter + 1, at: place, in: text, steps: &steps) == nil) != isNegated
        counter = next
      case .atomic(let next):
        if let end = end(from: counter + 1, at: place, in: text, steps: &steps) {
          (counter, place) = (next, end)
        } else {
          hasFailed = true
        }
      case .lineStart:
        hasFailed = place > 0 && text[place - 1] != 0x0A
        counter += 1
      case .lineEnd:
        hasFailed = place < text.count && text[place] != 0x0A
        counter += 1
      }
      guard hasFailed else { continue }
      guard let last = pending.popLast() else { return nil }
      (counter, place, marked) = last
    }
  }
}
