import Foundation
import Tensors
import Testing

@testable import Models

@Suite struct CheckpointTests {
  @Test func whatIsWrittenIsReadBack() throws {
    for metadata in [nil, GuardianMetadata.sample(contextTokens: 16)] {
      try withTemporaryFolder { folder in
        let checkpoint = Checkpoint.random(.tiny, metadata: metadata, seed: 1)
        try checkpoint.write(to: folder.appending(path: "a/b"))
        let read = try Checkpoint(directory: folder.appending(path: "a/b"))
        #expect(read.configuration == checkpoint.configuration)
        #expect(read.parameters == checkpoint.parameters)
        #expect(read.tokenizerModel == checkpoint.tokenizerModel)
        #expect(read.metadata == checkpoint.metadata)
      }
    }
  }

  @Test func theSameCheckpointGivesTheSameBytes() throws {
    try withTemporaryFolder { folder in
      let checkpoint = Checkpoint.random(.tiny, metadata: .sample(contextTokens: 16), seed: 1)
      try checkpoint.write(to: folder.appending(path: "a"))
      try checkpoint.write(to: folder.appending(path: "b"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "a").path)
        .sorted()
      #expect(
        names == [
          "config.json", "generation_config.json", "haechi.json", "model.safetensors", "tokenizer.model",
          "tokenizer_config.json",
        ])
      for name in names {
        let first = try Data(contentsOf: folder.appending(path: "a/\(name)"))
        #expect(try first == Data(contentsOf: folder.appending(path: "b/\(name)")))
      }
    }
  }

  @Test func theConfigurationIsSpelledAsTransformersSpellsIt() throws {
    try withTemporaryFolder { folder in
      try Checkpoint.random(.tiny, metadata: nil, seed: 1).write(to: folder)
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appending(path: "config.json")))
      let config = try #require(json as? [String: Any])
      #expect(config["architectures"] as? [String] == ["LlamaForCausalLM"])
      #expect(config["model_type"] as? String == "llama")
      #expect(config["hidden_act"] as? String == "silu")
      #expect(config["attention_bias"] as? Bool == false)
      #expect(config["torch_dtype"] as? String == "float32")
      #expect(config["tie_word_embeddings"] as? Bool == true)
      #expect(config["num_key_value_heads"] as? Int == 1)
    }
  }

  /// Members of `config.json` put in place of the good ones, and what is thrown.
  static let badOptions: [(String, ModelError)] = [
    (#""hidden_act":"gelu""#, unsupported("hidden_act", "silu", "gelu")),
    (#""attention_bias":true"#, unsupported("attention_bias", "false", "true")),
    (#""mlp_bias":true"#, unsupported("mlp_bias", "false", "true")),
    (#""model_type":"mistral""#, unsupported("model_type", "llama", "mistral")),
    (
      #""architectures":["GPT2LMHeadModel"]"#,
      unsupported("architectures", "LlamaForCausalLM", "GPT2LMHeadModel")
    ),
    (#""rope_scaling":{"rope_type":"llama3","factor":8}"#, unsupported("rope_scaling", "default", "llama3")),
    (#""rope_parameters":{"rope_type":"yarn"}"#, unsupported("rope_scaling", "default", "yarn")),
    (#""num_key_value_heads":3"#, invalid("num_key_value_heads", "a divisor of 2", "3")),
    (#""num_attention_heads":0"#, invalid("num_attention_heads", "a positive number", "0")),
    (#""head_dim":7"#, invalid("head_dim", "an even number", "7")),
    (#""vocab_size":9223372036854775807"#, invalid("vocab_size", "1...16777216", "9223372036854775807")),
    (#""rms_norm_eps":0"#, invalid("rms_norm_eps", "a positive number", "0.0")),
    (
      #""vocab_size":33"#,
      .wrongShape(parameter: "model.embed_tokens.weight", expected: [33, 8], found: [32, 8])
    ),
    (#""num_hidden_layers":3"#, .missingParameter("model.layers.2.input_layernorm.weight")),
    (#""num_hidden_layers":1"#, .unexpectedParameter("model.layers.1.input_layernorm.weight")),
    (#""tie_word_embeddings":false"#, .missingParameter("lm_head.weight")),
  ]

  @Test(arguments: badOptions) func anotherModelIsRefused(member: String, error: ModelError) throws {
    try withTemporaryFolder { folder in
      try Checkpoint.random(.tiny, metadata: nil, seed: 1).write(to: folder)
      let url = folder.appending(path: "config.json")
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
      let patch = try JSONSerialization.jsonObject(with: Data("{\(member)}".utf8))
      let config = try #require(json as? [String: Any])
      let merged = config.merging(try #require(patch as? [String: Any])) { $1 }
      try JSONSerialization.data(withJSONObject: merged).write(to: url)
      #expect(throws: error) { try Checkpoint(directory: folder) }
    }
  }

  @Test func aMissingFieldIsNamed() throws {
    try withTemporaryFolder { folder in
      try Data(#"{"model_type":"llama"}"#.utf8).write(to: folder.appending(path: "config.json"))
      #expect(
        throws: ModelError.malformedJSON(file: "config.json", path: "vocab_size", detail: "missing")
      ) { try Checkpoint(directory: folder) }
    }
  }

  @Test func aMissingFileIsNamed() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "config.json").path
      #expect(throws: ModelError.inaccessibleFile(path: path, code: ENOENT)) {
        try Checkpoint(directory: folder)
      }
    }
  }

  @Test func anIdOutsideTheVocabularyIsRefused() {
    var checkpoint = Checkpoint.random(.tiny, metadata: .sample(contextTokens: 16), seed: 1)
    checkpoint.metadata?.predID = 32
    #expect(
      throws: ModelError.invalidValue(file: "haechi.json", name: "predID", expected: "0..<32", found: "32")
    ) { try checkpoint.validate() }
  }

  @Test func aWeightThatIsNotFiniteIsRefused() {
    var checkpoint = Checkpoint.random(.tiny, metadata: nil, seed: 1)
    checkpoint.parameters["model.norm.weight"]?.elements[5] = .nan
    #expect(throws: ModelError.notFinite(parameter: "model.norm.weight", index: 5)) {
      try checkpoint.validate()
    }
  }

  private static func unsupported(_ name: String, _ expected: String, _ found: String) -> ModelError {
    .unsupportedOption(file: "config.json", name: name, expected: expected, found: found)
  }

  private static func invalid(_ name: String, _ expected: String, _ found: String) -> ModelError {
    .invalidValue(file: "config.json", name: name, expected: expected, found: found)
  }
}
