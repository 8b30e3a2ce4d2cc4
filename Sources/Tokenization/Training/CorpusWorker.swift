import Normalization

/// One thread's share of reading a training text.
final class CorpusWorker {
  private(set) var usedLines = 0
  private(set) var blankLines = 0
  private(set) var malformedLines = 0
  private(set) var nullLines = 0
  /// The first byte of the first line and the last word of the last line of the block; nil without lines.
  private(set) var ends: (firstByte: UInt8, lastWord: Int)?

  private let split: WordSplit
  private let delimiter: [UInt8]
  /// Finds the names of special pieces, across which no piece goes.
  private let names: ByteTrie
  private let beginsName: FrozenArray<Bool>
  private var normalizer: TrainingNormalizer
  private var words = WordTable()
  private var text = GrowableBuffer<UInt8>(capacity: 1 << 12)
  private var other = GrowableBuffer<UInt8>(capacity: 1 << 12)

  init(_ settings: TrainerSettings, _ meta: MetaPieces, split: WordSplit) throws(TokenizerTrainingError) {
    self.split = split
    delimiter = Array(settings.trainer.pretokenizationDelimiter.utf8)
    names = ByteTrie(meta.names.map { ($0, 0) })
    var begins = [Bool](repeating: false, count: 256)
    for name in meta.names { begins[Int(name[0])] = true }
    beginsName = FrozenArray(begins)
    do {
      normalizer = try TrainingNormalizer(
        settings.normalizer, isSuffixed: settings.trainer.treatsWhitespaceAsSuffix)
    } catch { throw .invalidCharsmap(error) }
  }

  /// About how many bytes of memory the words take.
  var footprint: Int { words.footprint }

  /// Counts the words of the lines `range` of `block`.
  func process(_ block: LineBlock, _ range: Range<Int>) {
    ends = nil
    for index in range {
      let (line, weight) = block.line(index)
      if line.contains(0) { nullLines += 1 }
      normalizer.normalize(line, into: &text)
      if normalizer.takeMalformed() { malformedLines += 1 }
      replaceNames()
      replaceDelimiters()
      guard text.count > 0 else {
        blankLines += 1
        continue
      }
      usedLines += 1
      addWords(weight)
    }
  }

  private func addWords(_ weight: Int) {
    let first = text.base[0]
    if let ends { words.followLine(ends.lastWord, by: UInt16(first)) }
    var last = -1
    let line = text.elements
    split.forEachWord(of: line) { range in
      if last >= 0 { words.follow(last, by: line[range.lowerBound]) }
      last = words.add(text.base + range.lowerBound, count: range.count, weight: weight)
    }
    words.endLines(last, count: weight)
    // A line that counts several times is followed by itself.
    if weight > 1 { words.followLine(last, by: UInt16(first)) }
    ends = (ends?.firstByte ?? first, last)
  }

  private func replaceNames() {
    guard text.elements.contains(where: { beginsName[Int($0)] }) else { return }
    other.removeAll()
    var offset = 0
    while offset < text.count {
      if beginsName[Int(text[offset])], let name = names.longestPrefix(of: text.elements, at: offset) {
        other.append(UInt8(Alphabet.boundary))
        offset += name.length
      } else {
        other.append(text[offset])
        offset += 1
      }
    }
    swap(&text, &other)
  }

  private func replaceDelimiters() {
    guard !delimiter.isEmpty, text.count >= delimiter.count else { return }
    other.removeAll()
    var offset = 0
    while offset < text.count {
      if text[offset] == delimiter[0], offset + delimiter.count <= text.count,
        text.elements[offset..<offset + delimiter.count].elementsEqual(delimiter)
      {
        other.append(UInt8(Alphabet.boundary))
        offset += delimiter.count
      } else {
        other.append(text[offset])
        offset += 1
      }
    }
    swap(&text, &other)
  }

  /// Notes what begins the line behind one that ended with `word`.
  func followLine(_ word: Int, by byte: UInt16) { words.followLine(word, by: byte) }

  /// The words, which the worker gives away.
  func takeWords() -> WordTable {
    var taken = WordTable()
    swap(&taken, &words)
    return taken
  }

  /// Adds the words to `others` and forgets them.
  func merge(into others: inout WordTable) {
    let own = takeWords()
    for index in 0..<own.count {
      _ = others.merge(own.entries[index], bytes: own.arena.base + own.entries[index].start)
    }
  }

  /// Moves the words to the disk.
  func spill(to spill: WordSpill) throws(TokenizerTrainingError) {
    guard words.count > 0 else { return }
    try spill.write(words)
    words = WordTable()
  }
}
