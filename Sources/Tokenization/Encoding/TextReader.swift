import Normalization

/// Reads a text once, prepares it as the model says, and hands it on in stretches that can be cut by themselves.
///
/// No piece reaches over a place where a `▁` follows a character that stands before a `▁` in no piece, so the
/// best cut of the whole is the best cuts of the stretches between such places. The prepared text is that of
/// ``TextPreparer``.
struct TextReader {
  let text: UnsafeBufferPointer<UInt8>
  let view: EncodingTables.View
  private var offset = 0
  /// Whether a `▁` waits to be written, and the place of the text that it stands for.
  private var hasSpace = false
  private var space = 0..<0

  init(text: UnsafeBufferPointer<UInt8>, view: EncodingTables.View) {
    self.text = text
    self.view = view
  }

  /// Reads all of the text, which is not empty.
  mutating func read(into scratch: inout EncodingScratch) {
    if view.removesExtraSpaces { skipLeadingSpaces() }
    guard offset < text.count else { return }
    if view.tables.addsDummyPrefix, !view.tables.isSuffixed {
      hasSpace = true
      space = offset..<offset
    }
    if view.cutsAtSpaces {
      readWords(into: &scratch)
    } else {
      pushSpace(into: &scratch)
      readCarefully(followsSpace: view.removesExtraSpaces, into: &scratch)
    }
    finish(into: &scratch)
  }

  private mutating func skipLeadingSpaces() {
    while offset < text.count {
      let byteClass = view.classes[Int(text[offset])]
      if byteClass == ByteClasses.plain || byteClass == ByteClasses.hangul { break }
      let step = view.step.next(in: text, at: offset)
      guard step.isSpace(in: text, at: offset) else { break }
      offset += step.length
    }
  }

  /// Removes spaces at the end, adds the one that the model wants there, and cuts what is left.
  private func finish(into scratch: inout EncodingScratch) {
    if view.removesExtraSpaces {
      while scratch.symbols.count > 0,
        scratch.scalars.base[scratch.scalars.count - 1] == view.spaceScalar
      {
        scratch.popCharacter()
      }
    }
    if view.tables.addsDummyPrefix, view.tables.isSuffixed {
      scratch.reserveCharacters(scratch.symbols.count + 1)
      scratch.push(view.spaceScalar, symbol: view.spaceSymbol, from: text.count..<text.count)
    }
    scratch.flush(view)
  }

  // MARK: Words

  private mutating func readWords(into scratch: inout EncodingScratch) {
    // SAFETY: the text is not empty, and the classes cover all bytes.
    let bytes = text.baseAddress.unsafelyUnwrapped
    let classes = view.classes
    let count = text.count
    while true {
      let end = ByteClasses.endOfPlain(bytes, from: offset, count: count, classes)
      if end == count || classes[Int(bytes[end])] == ByteClasses.space {
        let canCut = end == count || canCutAfter(offset..<end)
        if scratch.symbols.count == 0, canCut {
          encodeWord(offset..<end, into: &scratch)
        } else {
          pushWord(offset..<end, into: &scratch)
          if canCut { scratch.flush(view) }
        }
        offset = end
      } else {
        let followsSpace = beginCarefully(into: &scratch)
        readCarefully(followsSpace: followsSpace, into: &scratch)
        if canCutAfterCharacters(scratch) { scratch.flush(view) }
      }
      guard offset < count else { return }
      hasSpace = true
      space = offset..<offset + 1
      offset += 1
      guard view.removesExtraSpaces else { continue }
      while offset < count, classes[Int(bytes[offset])] == ByteClasses.space { offset += 1 }
      guard offset < count else {
        hasSpace = false
        return
      }
    }
  }

  /// Whether no piece goes on after the plain characters of `range`, or after the waiting `▁`, with a `▁`.
  @inline(__always)
  private func canCutAfter(_ range: Range<Int>) -> Bool {
    guard range.upperBound > range.lowerBound else {
      return !view.spacePrecedesSpace
    }
    let last = text[range.upperBound - 1]
    return last < 0x80 ? !view.plainPrecedesSpace[Int(last)] : !view.hangulPrecedesSpace
  }

  /// Whether no piece goes on after the waiting characters with a `▁`.
  private func canCutAfterCharacters(_ scratch: borrowing EncodingScratch) -> Bool {
    guard scratch.symbols.count > 0 else { return true }
    let last = scratch.symbols.count - 1
    // A space at the end may have to go.
    if view.removesExtraSpaces, scratch.scalars.base[last] == view.spaceScalar { return false }
    return !view.precedesSpace[Int(scratch.symbols.base[last])]
  }

  private mutating func pushSpace(into scratch: inout EncodingScratch) {
    guard hasSpace else { return }
    scratch.reserveCharacters(scratch.symbols.count + 1)
    scratch.push(view.spaceScalar, symbol: view.spaceSymbol, from: space)
    hasSpace = false
  }

  /// Adds the waiting `▁` and the plain characters of `range`.
  @inline(__always)
  mutating func pushWord(_ range: Range<Int>, into scratch: inout EncodingScratch) {
    scratch.reserveCharacters(scratch.symbols.count + range.count + 1)
    pushSpace(into: &scratch)
    let alphabet = view.alphabet
    let bytes = text.baseAddress.unsafelyUnwrapped
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = UInt32(bytes[index])
      // SAFETY: plain characters are ASCII, or syllables of three bytes, all of them inside of the range.
      if byte < 0x80 {
        scratch.push(byte, symbol: alphabet[byte], from: index..<index + 1)
        index += 1
      } else {
        let scalar =
          (byte & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F)
        scratch.push(scalar, symbol: alphabet[scalar], from: index..<index + 3)
        index += 3
      }
    }
  }

  /// The pieces of the waiting `▁` and the plain characters of `range`, from the cache if they are there.
  @inline(__always)
  private mutating func encodeWord(_ range: Range<Int>, into scratch: inout EncodingScratch) {
    guard range.count <= WordCache.maximumLength, !range.isEmpty, scratch.cache.isOn else {
      pushWord(range, into: &scratch)
      scratch.flush(view)
      return
    }
    let key = WordCache.Key(
      text.baseAddress.unsafelyUnwrapped, start: range.lowerBound, length: range.count,
      count: text.count, hasSpace: hasSpace)
    let hash = key.hash
    let entry = scratch.cache.entry(at: hash)
    if entry.matches(key), abs(scratch.unigram.score) < entry.limit,
      !scratch.wantsSpans || entry.isAllText
    {
      scratch.append(entry, range, space: hasSpace ? space : nil, view)
      hasSpace = false
      return
    }
    cutAndKeep(range, key, hash, into: &scratch)
  }

  @inline(never)
  private mutating func cutAndKeep(
    _ range: Range<Int>, _ key: WordCache.Key, _ hash: UInt64, into scratch: inout EncodingScratch
  ) {
    let first = scratch.ids.count
    let score = scratch.unigram.score
    pushWord(range, into: &scratch)
    let characters = scratch.symbols.count
    scratch.flush(view)
    scratch.keep(key, hash, from: first, characters: characters, scoreBefore: score, view)
  }

  // MARK: Character by character

  /// Goes back to where a word with anything but plain characters begins. Gives whether a space came before
  /// that makes others go.
  private mutating func beginCarefully(into scratch: inout EncodingScratch) -> Bool {
    guard hasSpace, !space.isEmpty else {
      let isFirst = scratch.symbols.count == 0 && scratch.ids.count == 0
      pushSpace(into: &scratch)
      return view.removesExtraSpaces && isFirst
    }
    // The last space might be the beginning of something: it is read again.
    if offset - space.lowerBound == 1 {
      hasSpace = false
      offset -= 1
      return false
    }
    pushSpace(into: &scratch)
    offset -= 1
    return true
  }

  /// Prepares character by character, up to a space where the text can be cut, or to the end.
  private mutating func readCarefully(followsSpace isAfterSpace: Bool, into scratch: inout EncodingScratch) {
    var followsSpace = isAfterSpace
    let classes = view.classes
    var isFirst = true
    while offset < text.count {
      if !isFirst, view.cutsAtSpaces, !followsSpace, classes[Int(text[offset])] == ByteClasses.space,
        canCutAfterCharacters(scratch)
      {
        return
      }
      isFirst = false
      let step = view.step.next(in: text, at: offset)
      let end = offset + step.length
      switch step {
      case .keep(1) where text[offset] == 0x20:
        if !followsSpace { push(spaceFrom: offset..<end, into: &scratch) }
        followsSpace = view.removesExtraSpaces
      case .keep:
        push(text, offset..<end, from: nil, into: &scratch)
        followsSpace = false
      case .become(let replacement, _):
        var rest = replacement[...]
        if followsSpace { rest = rest.drop { $0 == 0x20 } }
        push(replacement, rest.startIndex..<rest.endIndex, from: offset..<end, into: &scratch)
        if !rest.isEmpty { followsSpace = rest.last == 0x20 && view.removesExtraSpaces }
      }
      offset = end
    }
  }

  private func push(spaceFrom source: Range<Int>, into scratch: inout EncodingScratch) {
    scratch.reserveCharacters(scratch.symbols.count + 1)
    scratch.push(view.spaceScalar, symbol: view.spaceSymbol, from: source)
  }

  /// Adds the characters of `range` of `bytes`, each from its own place or all from `source`.
  private func push(
    _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, from source: Range<Int>?,
    into scratch: inout EncodingScratch
  ) {
    scratch.reserveCharacters(scratch.symbols.count + range.count)
    let alphabet = view.alphabet
    let whole = UnsafeBufferPointer(rebasing: bytes[..<range.upperBound])
    var index = range.lowerBound
    while index < range.upperBound {
      let scalar = UTF8Scalar(in: whole, at: index)
      let length = scalar?.length ?? 1
      let place = source ?? index..<index + length
      if whole[index] == 0x20 {
        scratch.push(view.spaceScalar, symbol: view.spaceSymbol, from: place)
      } else {
        let value = scalar?.value ?? ScalarTable.malformed + UInt32(whole[index])
        scratch.push(value, symbol: alphabet[value], from: place)
      }
      index += length
    }
  }
}
