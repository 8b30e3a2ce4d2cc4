import Foundation
import Tensors

extension Checkpoint {
  /// Reads a Hugging Face folder: `config.json`, `model.safetensors`, `tokenizer.model` and, if there,
  /// `haechi.json`. f16 and bf16 weights are widened to f32.
  ///
  /// Every parameter's shape is checked against the configuration before any of them is read.
  public init(directory: URL) throws(ModelError) {
    let configuration = try JSONFile.read(
      HuggingFaceConfiguration.self, at: directory.appending(path: "config.json")
    ).configuration(file: "config.json")
    let metadata = try Self.readMetadata(in: directory, configuration)
    let tokenizer = try MappedFile.opening(directory.appending(path: "tokenizer.model"))
    let weights = directory.appending(path: "model.safetensors")
    let file = try SafetensorsFile.opening(weights)
    let shapes = file.entries.map { ($0.name, $0.shape) }
    try Self.check(Dictionary(shapes, uniquingKeysWith: { first, _ in first }), against: configuration)
    var parameters: [String: Tensor<Float>] = [:]
    for (name, _) in configuration.parameterShapes { parameters[name] = try file.reading(name) }
    self.init(
      configuration: configuration, parameters: parameters, tokenizerModel: Array(tokenizer.bytes),
      metadata: metadata)
  }

  /// Checks that the parameters are exactly those of the configuration, with its shapes, and finite.
  public func validate() throws(ModelError) {
    try configuration.validate(file: "config.json")
    try metadata?.validate(for: configuration, file: "haechi.json")
    try Self.check(parameters.mapValues(\.shape), against: configuration)
    for (name, _) in configuration.parameterShapes {
      guard let index = parameters[name]?.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      throw .notFinite(parameter: name, index: index)
    }
  }

  private static func readMetadata(
    in directory: URL, _ configuration: LlamaConfiguration
  ) throws(ModelError) -> GuardianMetadata? {
    let url = directory.appending(path: "haechi.json")
    guard FileManager.default.fileExists(atPath: url.path) else { return nil }
    let metadata = try JSONFile.read(GuardianMetadata.self, at: url)
    try metadata.validate(for: configuration, file: "haechi.json")
    return metadata
  }

  private static func check(
    _ shapes: [String: [Int]], against configuration: LlamaConfiguration
  ) throws(ModelError) {
    let expected = configuration.parameterShapes
    for (name, shape) in expected {
      guard let found = shapes[name] else { throw .missingParameter(name) }
      guard found == shape else { throw .wrongShape(parameter: name, expected: shape, found: found) }
    }
    let known = Set(expected.map(\.name))
    if let name = shapes.keys.filter({ !known.contains($0) }).min() { throw .unexpectedParameter(name) }
  }
}
