import Normalization

/// What encoding reads and never changes: the model, made ready.
final class EncodingTables: Sendable {
  /// How the characters of a text become pieces.
  enum Segmenter: Sendable, BitwiseCopyable {
    case bpe, unigram, words, characters
  }

  /// Borrowed by loops; valid as long as the tables are. Numbers and addresses only, so that nothing is counted.
  struct View {
    // SAFETY: a view is only used while its tables are held.
    unowned(unsafe) let tables: EncodingTables
    let segmenter: Segmenter
    let trie: PieceTrie.View
    let alphabet: ScalarTable.View
    let pairs: BPETables.View?
    let classes: UnsafePointer<UInt8>
    /// nil if there are no user-defined pieces.
    let beginsUserDefined: UnsafePointer<Bool>?
    let precedesSpace: UnsafePointer<Bool>
    let plainPrecedesSpace: UnsafePointer<Bool>
    let hangulPrecedesSpace: Bool
    let spacePrecedesSpace: Bool
    let scores: UnsafePointer<Float>
    let lengths: UnsafePointer<UInt32>
    let byteIDs: UnsafePointer<Int32>
    let unknownScore: Float
    let largestScore: Float
    let step: TextPreparer.Stepper
    let spaceScalar: UInt32
    let spaceSymbol: UInt32
    let cutsAtSpaces: Bool
    let removesExtraSpaces: Bool
    let hasByteFallback: Bool
  }

  /// The tables for loops.
  var view: View {
    View(
      tables: self, segmenter: segmenter, trie: vocabulary.trie.view,
      alphabet: vocabulary.trie.alphabet.view, pairs: pairs?.view, classes: classes.table.base,
      beginsUserDefined: beginsUserDefined.count == 0 ? nil : beginsUserDefined.base,
      precedesSpace: precedesSpace.base, plainPrecedesSpace: plainPrecedesSpace.base,
      hangulPrecedesSpace: hangulPrecedesSpace,
      spacePrecedesSpace: precedesSpace[Int(spaceSymbol)], scores: vocabulary.scores.base,
      lengths: vocabulary.lengths.base, byteIDs: vocabulary.byteIDs.base,
      unknownScore: vocabulary.unknownScore, largestScore: vocabulary.largestScore,
      step: preparer.stepper, spaceScalar: spaceScalar, spaceSymbol: spaceSymbol,
      cutsAtSpaces: cutsAtSpaces, removesExtraSpaces: removesExtraSpaces, hasByteFallback: hasByteFallback)
  }

  let vocabulary: Vocabulary
  let preparer: TextPreparer
  let segmenter: Segmenter
  /// What joins under byte pair encoding.
  let pairs: BPETables?
  let classes: ByteClasses
  let addsDummyPrefix: Bool
  let removesExtraSpaces: Bool
  let isSuffixed: Bool
  /// What a space is in prepared text: `▁`, or a space for models that do not escape it; and its symbol.
  let spaceScalar: UInt32
  let spaceSymbol: UInt32
  /// Whether text may be cut before a `▁` at all; where, the next tables tell.
  let cutsAtSpaces: Bool
  /// By symbol: whether some piece has it right before a `▁`. There, no cut.
  let precedesSpace: FrozenArray<Bool>
  /// The same for plain ASCII characters by themselves, and whether any Hangul syllable does.
  let plainPrecedesSpace: FrozenArray<Bool>
  let hangulPrecedesSpace: Bool
  /// By symbol: whether a user-defined piece begins with it. Empty if there are none.
  let beginsUserDefined: FrozenArray<Bool>
  let hasByteFallback: Bool
  /// By id: how many characters a piece has. Empty unless unused pieces have to be taken apart.
  private let characterCounts: FrozenArray<UInt32>

  init(_ model: SentencePieceModel) throws(TokenizationError) {
    var spellings = Vocabulary.Spellings(pieceCount: model.pieces.count)
    let vocabulary = try Vocabulary(model, &spellings)
    let isSuffixed = model.trainer.treatsWhitespaceAsSuffix
    let preparer = try TextPreparer(
      spec: model.normalizer, isSuffixed: isSuffixed, userDefined: vocabulary.userDefined)
    self.vocabulary = vocabulary
    self.preparer = preparer
    self.isSuffixed = isSuffixed
    addsDummyPrefix = model.normalizer.addsDummyPrefix
    removesExtraSpaces = model.normalizer.removesExtraWhitespace
    hasByteFallback = vocabulary.byteIDs.count == 256
    spaceScalar = model.normalizer.escapesWhitespace ? 0x2581 : 0x20
    spaceSymbol = vocabulary.trie.alphabet[spaceScalar]
    let types = vocabulary.types
    let userDefined = spellings.ids.filter { types[Int($0)] == .userDefined }.map {
      model.pieces[Int($0)].bytes
    }
    classes = ByteClasses(charsmap: preparer.charsmap, userDefined: userDefined)
    let neighbours = Neighbours(
      spellings, space: spaceSymbol, symbolCount: vocabulary.trie.symbolCount)
    precedesSpace = FrozenArray(neighbours.beforeSpace)
    let alphabet = vocabulary.trie.alphabet
    plainPrecedesSpace = FrozenArray((0..<128).map { neighbours.beforeSpace[Int(alphabet[$0])] })
    hangulPrecedesSpace = neighbours.hangulPrecedesSpace(spellings)
    beginsUserDefined = FrozenArray(
      vocabulary.userDefined == nil ? [] : neighbours.begins(spellings, vocabulary))
    segmenter =
      switch model.trainer.modelType {
      case .bpe: .bpe
      case .unigram: .unigram
      case .word: .words
      case .char: .characters
      }
    pairs = segmenter == .bpe ? try BPETables(model, vocabulary, spellings) : nil
    // A piece that is not in use falls apart into what it was last joined from anywhere in the text.
    let hasUnused = pairs?.hasUnused ?? false
    cutsAtSpaces = !isSuffixed && model.normalizer.escapesWhitespace && !hasUnused
    var counts = [UInt32](repeating: 1, count: hasUnused ? model.pieces.count : 0)
    if hasUnused {
      for (place, id) in spellings.ids.enumerated() {
        counts[Int(id)] = UInt32(spellings.trie.starts[place + 1] - spellings.trie.starts[place])
      }
    }
    characterCounts = FrozenArray(counts)
  }

  /// How many characters a part of a text has, whose id is -1 if it is a character that is no piece.
  func characterCount(ofPart part: UInt32, _ id: Int32) -> Int { id < 0 ? 1 : Int(characterCounts[Int(id)]) }

  /// The longest user-defined piece that begins at `index`: its length in characters and its id.
  func userDefinedPrefix(
    of symbols: UnsafeBufferPointer<UInt32>, at index: Int
  ) -> (length: Int, id: Int32)? {
    let types = vocabulary.types
    return vocabulary.trie.longestPrefix(of: UnsafeBufferPointer(rebasing: symbols[index...])) {
      types[Int($0)] == .userDefined
    }
  }

  /// Which characters stand where in the pieces.
  private struct Neighbours {
    var beforeSpace: [Bool]

    init(_ spellings: borrowing Vocabulary.Spellings, space: UInt32, symbolCount: Int) {
      var beforeSpace = [Bool](repeating: false, count: symbolCount)
      guard space != 0 else {
        self.beforeSpace = beforeSpace
        return
      }
      var begin = 0
      for end in spellings.trie.starts.dropFirst() {
        for index in begin + 1..<max(begin + 1, end) where spellings.trie.symbols[index] == space {
          beforeSpace[Int(spellings.trie.symbols[index - 1])] = true
        }
        begin = end
      }
      self.beforeSpace = beforeSpace
    }

    func hangulPrecedesSpace(_ spellings: borrowing Vocabulary.Spellings) -> Bool {
      let scalars = spellings.trie.scalars
      return beforeSpace.indices.contains { beforeSpace[$0] && scalars[$0] &- 0xAC00 < 11_172 }
    }

    func begins(_ spellings: borrowing Vocabulary.Spellings, _ vocabulary: Vocabulary) -> [Bool] {
      var begins = [Bool](repeating: false, count: beforeSpace.count)
      for (place, id) in spellings.ids.enumerated() where vocabulary.types[Int(id)] == .userDefined {
        begins[Int(spellings.trie.symbols[spellings.trie.starts[place]])] = true
      }
      return begins
    }
  }
}
