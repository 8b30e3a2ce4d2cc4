import Models

/// Where each parameter lies in the flat buffer: one after another, in the order of `parameterShapes`.
///
/// Nothing is padded, so q, k and v of a layer are one matrix [(H+2K)·D, C], and gate and up one [2F, C].
struct ParameterLayout {
  struct Entry {
    let name: String
    let shape: [Int]
    let offset: Int
    var count: Int { shape.reduce(1, *) }
    var range: Range<Int> { offset..<offset + count }
  }

  /// The offsets of one decoder layer.
  struct Layer {
    let inputNorm: Int
    let qkv: Int
    let output: Int
    let postNorm: Int
    let gateUp: Int
    let down: Int
  }

  let entries: [Entry]
  let count: Int
  let embedding = 0
  let layers: [Layer]
  let finalNorm: Int
  /// The head's rows: the embedding's where they are tied.
  let head: Int

  init(_ configuration: LlamaConfiguration) {
    var entries: [Entry] = [], offset = 0
    for (name, shape) in configuration.parameterShapes {
      entries.append(Entry(name: name, shape: shape, offset: offset))
      offset += shape.reduce(1, *)
    }
    self.entries = entries
    count = offset
    // One embedding, nine parameters a layer in the order that `parameterShapes` documents, one norm.
    layers = (0..<configuration.layers).map { layer in
      let at = 1 + 9 * layer
      return Layer(
        inputNorm: entries[at].offset, qkv: entries[at + 1].offset, output: entries[at + 4].offset,
        postNorm: entries[at + 5].offset, gateUp: entries[at + 6].offset, down: entries[at + 8].offset)
    }
    let norm = 1 + 9 * configuration.layers
    finalNorm = entries[norm].offset
    head = configuration.tiesEmbeddings ? 0 : entries[norm + 1].offset
  }
}
