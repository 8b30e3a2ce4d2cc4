import Foundation
import Tensors

extension Checkpoint {
  /// Writes the folder that `transformers` loads unchanged, and creates the folder if needed.
  ///
  /// Files: `model.safetensors` (f32, in the order of `parameterShapes`), `tokenizer.model`,
  /// `tokenizer_config.json`, `generation_config.json`, `haechi.json` if there is metadata, and `config.json`
  /// last, so that a folder with `config.json` is whole. The same checkpoint gives the same bytes.
  public func write(to directory: URL) throws(ModelError) {
    try validate()
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    } catch {
      let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? Int(EIO)
      throw .inaccessibleFile(path: directory.path, code: Int32(truncatingIfNeeded: code))
    }
    try writeWeights(to: directory.appending(path: "model.safetensors"))
    try JSONFile.write(tokenizerModel, to: directory.appending(path: "tokenizer.model"))
    let bosID = metadata?.bosID ?? 1
    let files: [(String, any Encodable & Sendable)] =
      [
        ("tokenizer_config.json", TokenizerConfiguration(configuration, metadata)),
        ("generation_config.json", GenerationConfiguration(bos_token_id: bosID, eos_token_id: 2)),
      ] + (metadata.map { [("haechi.json", $0)] } ?? []) + [
        ("config.json", HuggingFaceConfiguration(configuration, bosID: bosID, eosID: 2))
      ]
    for (name, value) in files {
      try JSONFile.write(JSONFile.encode(value, file: name), to: directory.appending(path: name))
    }
  }

  private func writeWeights(to url: URL) throws(ModelError) {
    var tensors: [(name: String, tensor: Tensor<Float>)] = []
    for (name, _) in configuration.parameterShapes {
      guard let tensor = parameters[name] else { throw .missingParameter(name) }
      tensors.append((name, tensor))
    }
    do throws(TensorError) {
      // `transformers` refuses a file whose metadata does not name its framework.
      try SafetensorsFile.write(tensors, metadata: ["format": "pt"], to: url)
    } catch {
      throw ModelError(error, file: url.lastPathComponent)
    }
  }
}

/// `generation_config.json`.
private struct GenerationConfiguration: Encodable, Sendable {
  var bos_token_id: Int32
  var eos_token_id: Int32
}

/// `tokenizer_config.json`: a SentencePiece Llama tokenizer, with the guardian's control pieces as special tokens.
private struct TokenizerConfiguration: Encodable, Sendable {
  struct AddedToken: Encodable, Sendable {
    var content: String
    var lstrip = false
    var normalized = false
    var rstrip = false
    var single_word = false
    var special = true
  }

  var added_tokens_decoder: [String: AddedToken]
  var add_bos_token = true
  var add_eos_token = false
  var bos_token = "<s>"
  var clean_up_tokenization_spaces = false
  var eos_token = "</s>"
  var legacy = false
  var model_max_length: Int
  var tokenizer_class = "LlamaTokenizer"
  var unk_token = "<unk>"

  init(_ configuration: LlamaConfiguration, _ metadata: GuardianMetadata?) {
    var tokens: [Int32: String] = [0: "<unk>", 1: "<s>", 2: "</s>"]
    if let metadata {
      tokens[metadata.predID] = "<|pred|>"
      tokens[metadata.safeID] = "<|safe|>"
      tokens[metadata.unsafeID] = "<|unsafe|>"
      for category in metadata.categories { tokens[category.tokenID] = "<|\(category.slug)|>" }
    }
    added_tokens_decoder = [:]
    for (id, content) in tokens { added_tokens_decoder["\(id)"] = AddedToken(content: content) }
    model_max_length = metadata?.contextTokens ?? configuration.maximumPositions
  }
}
