import Tensors

extension Decoder {
  /// Takes every parameter from `tensors`; a missing one or another shape throws and changes nothing.
  func load(_ tensors: [String: Tensor<Float>]) throws(TrainingError) {
    for entry in layout.entries where tensors[entry.name]?.shape != entry.shape {
      throw .parameter(name: entry.name, expected: entry.shape, found: tensors[entry.name]?.shape)
    }
    for entry in layout.entries {
      guard let tensor = tensors[entry.name] else { continue }
      _ = parameters.elements[entry.range].update(fromContentsOf: tensor.elements)
    }
  }

  /// `buffer` cut into tensors by the layout.
  func tensors(of buffer: FloatBuffer) -> [String: Tensor<Float>] {
    var tensors: [String: Tensor<Float>] = [:]
    for entry in layout.entries {
      tensors[entry.name] = Tensor(shape: entry.shape, elements: Array(buffer.elements[entry.range]))
    }
    return tensors
  }
}
